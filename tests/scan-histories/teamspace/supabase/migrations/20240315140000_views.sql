create view public.team_directory as
  select p.id, p.username, m.team_id, m.role
  from public.profiles p join public.team_members m on m.user_id = p.id;

create or replace view public.public_documents with (security_invoker = on) as
  select id, title, created_at from public.documents where is_public;

grant select on public.team_directory to anon, authenticated;
