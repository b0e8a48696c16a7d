-- warning: create-extension
-- probe
create extension "file_fdw" cascade;
