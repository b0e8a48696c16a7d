-- warning: new-restriction | set-not-null
-- postgres: 18+
-- truth: adds constraint public.users.users_phone_required
-- truth: changes column public.users.phone: not null false to true
-- probe
ALTER TABLE users ADD CONSTRAINT users_phone_required NOT NULL phone NOT VALID;
