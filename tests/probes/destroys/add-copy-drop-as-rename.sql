-- error: drop-column users.bio
-- truth: adds column public.users.about
-- truth: removes column public.users.bio
-- truth: updates 3 rows of public.users
-- probe
ALTER TABLE users ADD COLUMN about text;
UPDATE users SET about = bio WHERE bio IS NOT NULL;
ALTER TABLE users DROP COLUMN bio;
