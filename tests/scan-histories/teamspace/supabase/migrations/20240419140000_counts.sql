create or replace function public.touch_updated_at() returns trigger language plpgsql as $$
begin
  new.updated_at = now();
  return new;
end $$;

alter table public.documents add column updated_at timestamptz not null default now();
create trigger documents_touch before update on public.documents for each row execute function public.touch_updated_at();

alter table public.teams add column if not exists member_count integer not null default 0;
update public.teams t set member_count = (select count(*) from public.team_members m where m.team_id = t.id);
