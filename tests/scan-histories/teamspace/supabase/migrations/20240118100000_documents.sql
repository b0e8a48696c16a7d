create table public.documents (
  id bigint generated always as identity primary key,
  team_id uuid not null references public.teams (id) on delete cascade,
  author_id uuid references public.profiles (id),
  title text not null default 'Untitled',
  body jsonb not null default '{}'::jsonb,
  is_public boolean not null default false,
  created_at timestamptz not null default now()
);

create index documents_team_id_idx on public.documents (team_id);

alter table public.documents enable row level security;

create policy "members read" on public.documents for select using (public.is_member(team_id) or is_public);
create policy "members write" on public.documents for all to authenticated using (public.is_member(team_id)) with check (public.is_member(team_id));
