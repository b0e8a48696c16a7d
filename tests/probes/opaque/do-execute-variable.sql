-- warning: dynamic-sql
-- probe
DO $$ DECLARE q text := 'DELETE FROM ' || 'secrets'; BEGIN EXECUTE q; END $$;
