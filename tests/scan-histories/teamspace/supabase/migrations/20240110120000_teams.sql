create type public.member_role as enum ('member', 'admin');

create table public.teams (
  id uuid primary key default gen_random_uuid(),
  name text not null,
  slug text not null unique,
  created_by uuid references auth.users (id),
  created_at timestamptz not null default now()
);

create table public.team_members (
  team_id uuid not null references public.teams (id) on delete cascade,
  user_id uuid not null references auth.users (id) on delete cascade,
  role public.member_role not null default 'member',
  primary key (team_id, user_id)
);

alter table public.teams enable row level security;
alter table public.team_members enable row level security;

create or replace function public.is_member(team uuid)
returns boolean
language sql
security definer
set search_path = ''
stable
as $$
  select exists (select 1 from public.team_members where team_id = team and user_id = auth.uid());
$$;

create policy "members see their teams" on public.teams for select to authenticated using (public.is_member(id));
create policy "members see members" on public.team_members for select to authenticated using (public.is_member(team_id));
create policy "anyone signed in creates a team" on public.teams for insert to authenticated with check (created_by = auth.uid());
