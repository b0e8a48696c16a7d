-- error: drop-type address.zip
-- truth: removes attribute public.address.zip
-- probe
ALTER TYPE address DROP ATTRIBUTE zip CASCADE;
