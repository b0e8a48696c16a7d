-- warning: update-without-where users
-- truth: updates 3 rows of public.users
-- probe
UPDATE ONLY users AS u SET bio = '' WHERE 1 = 1 AND true;
