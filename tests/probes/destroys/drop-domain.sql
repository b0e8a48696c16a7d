-- error: drop-type email
-- truth: removes column public.users.contact
-- truth: removes domain public.email
-- probe
DROP DOMAIN email CASCADE;
