create table if not exists public.invites (
  id uuid not null default gen_random_uuid(),
  team_id uuid not null,
  email text not null,
  token text not null default encode(extensions.gen_random_bytes(16), 'hex'),
  expires_at timestamptz not null default (now() + interval '7 days'),
  constraint invites_pkey primary key (id),
  constraint invites_team_id_fkey foreign key (team_id) references public.teams (id) on delete cascade
);

alter table public.invites enable row level security;

create or replace function public.accept_invite(invite_token text)
returns uuid
language plpgsql
security definer
as $$
declare
  found public.invites;
begin
  select * into found from public.invites where token = invite_token and expires_at > now();
  if found.id is null then
    raise exception 'no such invite';
  end if;
  insert into public.team_members (team_id, user_id) values (found.team_id, auth.uid());
  delete from public.invites where id = found.id;
  return found.team_id;
end;
$$;

grant execute on function public.accept_invite(text) to anon, authenticated;
