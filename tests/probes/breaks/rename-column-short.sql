-- error: rename-column users.phone
-- probe
alter table if exists only public.users rename phone to phone_number;
