-- warning: dynamic-sql
-- truth: empties public.secrets
-- probe
DO $$
BEGIN
    EXECUTE format('TRUNCATE %I', 'secrets');
END $$;
