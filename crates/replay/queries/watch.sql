-- Purpose: tells this run what disappears while foreign SQL runs, also what DO blocks, EXECUTE, functions and CASCADE
--          remove. It only speaks: INFO reaches the client whatever the script sets, and nothing is stored. It runs with
--          the rights of whoever drops, so it gives none away; the script can neither replace nor disable it.
-- Parameters: {prefix} is this run's random word. Needs a superuser. Lowest server version: 14.
CREATE FUNCTION pg_catalog.migration_gate_watch() RETURNS event_trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $watch$
DECLARE
    line text;
BEGIN
    IF tg_event = 'table_rewrite' THEN
        SELECT json_build_object('what', 'rewritten', 'type', 'table', 'schema', n.nspname, 'names', json_build_array(n.nspname, c.relname),
                                 'identity', format('%I.%I', n.nspname, c.relname), 'original', true)
          INTO line
          FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
         WHERE c.oid = pg_event_trigger_table_rewrite_oid();
        RAISE INFO USING MESSAGE = '{prefix} ' || line;
    ELSE
        FOR line IN
            SELECT json_build_object('what', 'dropped', 'type', object_type, 'schema', schema_name, 'names', to_json(address_names),
                                     'identity', object_identity, 'original', original)
              FROM pg_event_trigger_dropped_objects()
             WHERE (original OR normal) AND NOT is_temporary
               AND object_identity NOT LIKE '"\_RETURN" on %' -- a view's own rule goes with the view
        LOOP
            RAISE INFO USING MESSAGE = '{prefix} ' || line;
        END LOOP;
    END IF;
END
$watch$;
CREATE EVENT TRIGGER migration_gate_drop ON sql_drop EXECUTE FUNCTION pg_catalog.migration_gate_watch();
CREATE EVENT TRIGGER migration_gate_rewrite ON table_rewrite EXECUTE FUNCTION pg_catalog.migration_gate_watch();
ALTER EVENT TRIGGER migration_gate_drop ENABLE ALWAYS;
ALTER EVENT TRIGGER migration_gate_rewrite ENABLE ALWAYS;
