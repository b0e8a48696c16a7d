CREATE TABLE big (id int PRIMARY KEY, done boolean NOT NULL DEFAULT false);
INSERT INTO big SELECT generate_series(1, 50);
CREATE PROCEDURE fill(batch int) LANGUAGE plpgsql AS $$
DECLARE n int;
BEGIN
    LOOP
        UPDATE big SET done = true WHERE id IN (SELECT id FROM big WHERE NOT done ORDER BY id LIMIT batch);
        GET DIAGNOSTICS n = ROW_COUNT;
        COMMIT;
        EXIT WHEN n < batch;
    END LOOP;
END
$$;
