-- error: drop-column users.phone
-- truth: removes column public.users.phone
-- probe
DO LANGUAGE plpgsql $body$
DECLARE n integer := 1;
BEGIN
    IF n = 1 THEN
        ALTER TABLE users DROP COLUMN IF EXISTS phone;
    END IF;
END;
$body$;
