-- error: drop-type address.zip
-- probe
ALTER TYPE address DROP ATTRIBUTE zip CASCADE;
