-- warning: drop-not-null
-- probe
ALTER DOMAIN email DROP NOT NULL;
