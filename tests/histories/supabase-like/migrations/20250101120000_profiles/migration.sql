create table public.profiles (
  id uuid primary key references auth.users (id) on delete cascade,
  handle text unique not null,
  created_at timestamptz not null default now()
);
alter table public.profiles enable row level security;
create policy "Profiles are viewable by everyone." on public.profiles for select to anon, authenticated using (true);
create policy "Users can update own profile." on public.profiles for update to authenticated using ((select auth.uid()) = id);
grant all on table public.profiles to anon, authenticated, service_role;
