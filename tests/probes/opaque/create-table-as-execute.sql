-- error: delete-without-where secrets
-- probe
PREPARE gone AS DELETE FROM secrets RETURNING id;
EXECUTE gone;
