alter function public.purge_team(uuid) owner to postgres;
alter table public.invites force row level security;
