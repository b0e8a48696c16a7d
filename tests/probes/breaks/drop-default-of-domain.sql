-- notice: change-default
-- truth: changes domain public.quantity: default 1 to null
-- probe
ALTER DOMAIN quantity DROP DEFAULT;
