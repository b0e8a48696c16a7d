alter table public.messages rename column content to body;
alter table public.team_members rename to memberships;
create or replace function public.is_member(team uuid)
returns boolean language sql security definer set search_path = '' stable
as $$ select exists (select 1 from public.memberships where team_id = team and user_id = auth.uid()); $$;
