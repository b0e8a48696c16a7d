-- warning: domain-constraint
-- truth: locks public.users SHARE
-- truth: scans public.users
-- probe
alter domain public.email add check (value <> '');
