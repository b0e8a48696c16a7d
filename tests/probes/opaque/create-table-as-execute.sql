-- error: delete-without-where secrets
-- truth: deletes 2 rows of public.secrets
-- probe
PREPARE gone AS DELETE FROM secrets RETURNING id;
EXECUTE gone;
