-- error: drop-type address.city
-- truth: adds attribute public.address.country
-- truth: removes attribute public.address.city
-- probe
ALTER TYPE public.address ADD ATTRIBUTE country text CASCADE, DROP ATTRIBUTE IF EXISTS city CASCADE;
