-- warning: volatile-default
-- probe
alter table secrets add column salt text default 'x' || substr(md5(random()::text), 1, 4);
