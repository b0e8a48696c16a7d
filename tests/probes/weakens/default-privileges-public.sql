-- warning: default-privileges
-- probe
alter default privileges grant all on tables to public;
