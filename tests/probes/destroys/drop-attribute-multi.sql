-- error: drop-type address.city
-- probe
ALTER TYPE public.address ADD ATTRIBUTE country text CASCADE, DROP ATTRIBUTE IF EXISTS city CASCADE;
