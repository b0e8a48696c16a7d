-- warning: narrowing-type-change users.bio
-- probe
ALTER TABLE users ALTER COLUMN bio TYPE text USING left(bio, 2);
