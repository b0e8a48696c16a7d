-- error: delete-without-where secrets
-- probe
PREPARE gone AS DELETE FROM secrets;
EXECUTE gone;
DEALLOCATE gone;
