-- error: delete-without-where secrets
-- probe
DELETE FROM secrets WHERE NOT (false) OR id = 1;
