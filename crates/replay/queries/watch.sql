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
            -- A type's address is one text of both names.
            SELECT json_build_object('what', 'dropped', 'type', object_type, 'schema', schema_name, 'identity', object_identity, 'original', original,
                                     'names', CASE object_type WHEN 'type' THEN to_json(ARRAY[schema_name, object_name]) ELSE to_json(address_names) END)
              FROM pg_event_trigger_dropped_objects()
             WHERE (original OR normal) AND NOT is_temporary
               AND object_identity NOT LIKE '"\_RETURN" on %' -- a view's own rule goes with the view
               -- An extension takes its members with it, and nothing tells them from what else went; of that, relations matter.
               AND (original OR object_type ~ '^(table|view|materialized view|foreign table|index|sequence|trigger|policy)'
                    OR NOT EXISTS (SELECT FROM pg_event_trigger_dropped_objects() e WHERE e.object_type = 'extension'))
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
