-- warning: new-restriction
-- truth: adds constraint public.users.users_phone_check
-- probe
ALTER TABLE users ADD CONSTRAINT users_phone_check CHECK (length(phone) > 3) NOT VALID;
