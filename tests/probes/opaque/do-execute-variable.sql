-- warning: dynamic-sql | delete-without-where
-- truth: deletes 2 rows of public.secrets
-- probe
DO $$ DECLARE q text := 'DELETE FROM ' || 'secrets'; BEGIN EXECUTE q; END $$;
