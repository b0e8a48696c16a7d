delete from public.comments where document_id not in (select id from public.documents);
alter table public.comments drop constraint if exists comments_document_id_fkey;
alter table public.comments add constraint comments_document_id_fkey foreign key (document_id) references public.documents (id) on delete cascade not valid;
alter table public.comments validate constraint comments_document_id_fkey;
