-- warning: update-without-where users
-- probe
UPDATE users SET phone = NULL;
