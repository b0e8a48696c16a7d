-- notice: rename-object
-- truth: changes constraint public.users.users_age_check: name users_age_check to users_age_positive
-- probe
ALTER TABLE users RENAME CONSTRAINT users_age_check TO users_age_positive;
