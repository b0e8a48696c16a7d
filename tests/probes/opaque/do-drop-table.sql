-- error: drop-table secrets
-- probe
DO $$
BEGIN
    DROP TABLE secrets;
END
$$;
