-- error: delete-without-where secrets
-- probe
DELETE FROM secrets WHERE 1 = 1;
