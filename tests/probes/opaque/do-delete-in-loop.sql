-- error: delete-without-where secrets
-- probe
DO $$
DECLARE r record;
BEGIN
    FOR r IN SELECT id FROM users LOOP
        DELETE FROM secrets;
    END LOOP;
END $$;
