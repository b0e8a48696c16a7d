-- error: drop-column users.phone
-- truth: removes column public.users.phone
-- probe
alter table users drop phone;
