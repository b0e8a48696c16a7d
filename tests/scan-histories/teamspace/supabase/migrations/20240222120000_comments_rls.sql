alter table public.comments enable row level security;

create policy "Enable read access for all users" on public.comments as permissive for select to public using (true);
create policy "Enable insert for authenticated users only" on public.comments as permissive for insert to authenticated with check (true);
