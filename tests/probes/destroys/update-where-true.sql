-- warning: update-without-where users
-- probe
UPDATE ONLY users AS u SET bio = '' WHERE 1 = 1 AND true;
