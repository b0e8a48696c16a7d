alter table public.teams alter column slug type varchar(60);
alter table public.teams add constraint teams_slug_check check (slug <> '');
