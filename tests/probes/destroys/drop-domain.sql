-- error: drop-type email
-- probe
DROP DOMAIN email CASCADE;
