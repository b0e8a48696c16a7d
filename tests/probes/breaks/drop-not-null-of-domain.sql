-- warning: drop-not-null
-- truth: changes domain public.email: not null true to false
-- setup
ALTER DOMAIN email SET NOT NULL;
-- probe
ALTER DOMAIN email DROP NOT NULL;
