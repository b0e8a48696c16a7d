create table public.comments (
  id bigserial primary key,
  document_id bigint not null references public.documents (id) on delete cascade,
  user_id uuid not null,
  content text not null
);

create index on public.comments (document_id);

grant select, insert on public.comments to authenticated;
