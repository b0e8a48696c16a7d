-- warning: new-restriction | set-not-null
-- postgres: 18+
-- probe
ALTER TABLE users ADD CONSTRAINT users_phone_required NOT NULL phone NOT VALID;
