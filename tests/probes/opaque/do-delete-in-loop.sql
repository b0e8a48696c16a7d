-- error: delete-without-where secrets
-- truth: deletes 2 rows of public.secrets
-- probe
DO $$
DECLARE r record;
BEGIN
    FOR r IN SELECT id FROM users LOOP
        DELETE FROM secrets;
    END LOOP;
END $$;
