-- error: drop-type email
-- error: drop-type quantity
-- truth: removes column public.items.amount
-- truth: removes column public.items.quantity
-- truth: removes column public.users.contact
-- truth: removes domain public.email
-- truth: removes domain public.quantity
-- probe
DROP DOMAIN IF EXISTS email, quantity CASCADE;
