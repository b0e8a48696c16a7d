grant usage on schema public to anon, authenticated, service_role;
grant select on public.documents to anon;
grant select, insert, update, delete on public.documents to authenticated;
grant all on all tables in schema public to service_role;
grant execute on function public.is_member(uuid) to authenticated;
revoke execute on function public.is_member(uuid) from public;
