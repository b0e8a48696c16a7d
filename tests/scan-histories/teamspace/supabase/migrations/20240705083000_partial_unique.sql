create unique index invites_once on public.invites (team_id, email);
alter table public.invites alter column expires_at drop not null;
