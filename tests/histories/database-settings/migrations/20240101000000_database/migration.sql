DO $$ BEGIN
    EXECUTE format('ALTER DATABASE %I SET timezone TO %L', current_database(), 'UTC');
    EXECUTE format('COMMENT ON DATABASE %I IS %L', current_database(), 'shop');
END $$;
ALTER ROLE CURRENT_USER SET statement_timeout = '30s';
