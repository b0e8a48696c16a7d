-- error: rename-column users.phone
-- truth: changes column public.users.phone: name phone to phone_number
-- probe
alter table if exists only public.users rename phone to phone_number;
