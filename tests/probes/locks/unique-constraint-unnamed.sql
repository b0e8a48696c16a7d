-- warning: unique-constraint
-- truth: locks public.users ACCESS EXCLUSIVE
-- truth: scans public.users
-- probe
ALTER TABLE ONLY users ADD UNIQUE (name, phone) INCLUDE (email);
