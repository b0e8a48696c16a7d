-- warning: dynamic-sql
-- probe
DO $$
BEGIN
    EXECUTE format('TRUNCATE %I', 'secrets');
END $$;
