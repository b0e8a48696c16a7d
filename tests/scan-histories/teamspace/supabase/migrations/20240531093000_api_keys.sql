create table public.api_keys (
  id uuid primary key default gen_random_uuid(),
  team_id uuid not null references public.teams on delete cascade,
  hashed text not null
);
alter table public.api_keys enable row level security;
revoke all on public.api_keys from anon, authenticated;
