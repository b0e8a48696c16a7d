create type public.doc_status as enum ('draft', 'published');
alter table public.documents add column status public.doc_status not null default 'draft';
update public.documents set status = 'published' where is_public;
alter table public.documents drop column is_public cascade;
create policy "members read again" on public.documents for select using (public.is_member(team_id) or status = 'published');
