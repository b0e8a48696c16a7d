alter table public.comments disable row level security;
