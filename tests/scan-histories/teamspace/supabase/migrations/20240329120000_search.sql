create extension if not exists pg_trgm with schema extensions;

alter table public.documents add column search tsvector generated always as (to_tsvector('simple', title)) stored;
create index documents_search_idx on public.documents using gin (search);
create index if not exists documents_title_trgm on public.documents using gin (title extensions.gin_trgm_ops);
