-- error: delete-without-where secrets
-- probe
DELETE FROM secrets WHERE true;
