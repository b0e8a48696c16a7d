-- warning: create-extension
-- truth: adds extension file_fdw
-- truth: adds foreign data wrapper file_fdw
-- probe
create extension "file_fdw" cascade;
