alter publication supabase_realtime add table public.documents;
alter publication supabase_realtime add table public.comments;
alter table public.comments replica identity full;
