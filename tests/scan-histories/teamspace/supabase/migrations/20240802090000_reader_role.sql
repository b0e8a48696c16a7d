do $$ begin
  if not exists (select from pg_roles where rolname = 'report_reader') then
    create role report_reader nologin;
  end if;
end $$;
grant usage on schema public to report_reader;
grant select on all tables in schema public to report_reader;
alter default privileges in schema public grant select on tables to report_reader;
grant report_reader to authenticated;
