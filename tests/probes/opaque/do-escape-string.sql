-- error: delete-without-where secrets
-- truth: deletes 2 rows of public.secrets
-- probe
DO E'BEGIN\n DELETE FROM secrets;\nEND' LANGUAGE plpgsql;
