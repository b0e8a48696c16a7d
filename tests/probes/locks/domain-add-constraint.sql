-- warning: domain-constraint
-- probe
ALTER DOMAIN email ADD CONSTRAINT email_check CHECK (VALUE LIKE '%@%');
