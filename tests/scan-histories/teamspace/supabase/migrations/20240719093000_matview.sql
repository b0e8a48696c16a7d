create materialized view public.team_stats as
  select team_id, count(*) as documents from public.documents group by team_id;
create unique index team_stats_team on public.team_stats (team_id);
