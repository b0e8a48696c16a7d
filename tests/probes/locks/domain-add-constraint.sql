-- warning: domain-constraint
-- truth: locks public.users SHARE
-- truth: scans public.users
-- probe
ALTER DOMAIN email ADD CONSTRAINT email_check CHECK (VALUE LIKE '%@%');
