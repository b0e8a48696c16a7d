-- error: delete-without-where secrets
-- probe
DO E'BEGIN\n DELETE FROM secrets;\nEND' LANGUAGE plpgsql;
