-- warning: volatile-default
-- truth: locks public.secrets ACCESS EXCLUSIVE
-- truth: rewrites public.secrets
-- truth: scans public.secrets
-- probe
alter table secrets add column salt text default 'x' || substr(md5(random()::text), 1, 4);
