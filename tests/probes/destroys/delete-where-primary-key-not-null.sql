-- warning: delete-without-where secrets
-- truth: deletes 2 rows of public.secrets
-- probe
DELETE FROM secrets WHERE id IS NOT NULL;
