-- warning: drop-view active_users
-- truth: removes view public.active_users
-- probe
DO $$ BEGIN
    DROP VIEW active_users;
EXCEPTION WHEN undefined_table THEN
    RAISE NOTICE 'it is gone; DROP TABLE users;';
END $$;
