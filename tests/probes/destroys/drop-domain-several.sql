-- error: drop-type email
-- error: drop-type quantity
-- probe
DROP DOMAIN IF EXISTS email, quantity CASCADE;
