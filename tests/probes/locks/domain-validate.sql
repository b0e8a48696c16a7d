-- warning: domain-constraint
-- truth: locks public.users SHARE
-- truth: scans public.users
-- setup
ALTER DOMAIN email ADD CONSTRAINT email_check CHECK (VALUE LIKE '%@%') NOT VALID;
-- probe
ALTER DOMAIN email VALIDATE CONSTRAINT email_check;
