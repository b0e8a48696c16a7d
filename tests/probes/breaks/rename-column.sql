-- error: rename-column users.phone
-- truth: changes column public.users.phone: name phone to phone_number
-- probe
ALTER TABLE users RENAME COLUMN phone TO phone_number;
