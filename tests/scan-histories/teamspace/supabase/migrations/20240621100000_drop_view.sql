drop view if exists public.team_directory;
drop function if exists public.accept_invite(text);
