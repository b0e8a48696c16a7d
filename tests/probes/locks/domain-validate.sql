-- warning: domain-constraint
-- setup
ALTER DOMAIN email ADD CONSTRAINT email_check CHECK (VALUE LIKE '%@%') NOT VALID;
-- probe
ALTER DOMAIN email VALIDATE CONSTRAINT email_check;
