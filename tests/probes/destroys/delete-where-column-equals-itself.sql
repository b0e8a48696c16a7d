-- warning: delete-without-where secrets
-- probe
DELETE FROM secrets WHERE id = id;
