-- warning: update-without-where users
-- truth: updates 3 rows of public.users
-- probe
DO $$ DECLARE n integer; BEGIN UPDATE users SET age = 0 RETURNING count(*) OVER () INTO n; EXCEPTION WHEN OTHERS THEN UPDATE users SET age = 0; END $$;
