-- aim: thousands of objects, long definitions, a body of 20 MB
-- expect: harmless or ended
DO $$ BEGIN
    FOR i IN 1..3000 LOOP EXECUTE format('CREATE TABLE %I (%s)', 'flood_' || i, (SELECT string_agg('c' || n || ' int', ', ') FROM generate_series(1, 20) n)); END LOOP;
    EXECUTE format('CREATE FUNCTION flood() RETURNS text LANGUAGE sql AS %L', 'SELECT ' || quote_literal(repeat('y', 20000000)));
    EXECUTE format('COMMENT ON TABLE flood_1 IS %L', repeat('z', 1000000));
    EXECUTE format('CREATE TYPE flood_enum AS ENUM (%s)', (SELECT string_agg(quote_literal('v' || n), ', ') FROM generate_series(1, 20000) n));
END $$;
