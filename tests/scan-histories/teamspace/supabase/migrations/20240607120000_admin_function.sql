create or replace function public.purge_team(target uuid) returns void language plpgsql security definer set search_path = public as $$
begin
  delete from public.documents where team_id = target;
  delete from public.teams where id = target;
end $$;
comment on function public.purge_team(uuid) is 'Removes a team and all that belongs to it.';
revoke all on function public.purge_team(uuid) from public;
grant execute on function public.purge_team(uuid) to service_role;
