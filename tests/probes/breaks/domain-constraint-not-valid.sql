-- warning: new-restriction
-- truth: adds constraint public.email.email_check
-- probe
ALTER DOMAIN email ADD CONSTRAINT email_check CHECK (VALUE LIKE '%@%') NOT VALID;
