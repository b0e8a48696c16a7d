-- aim: a shell command that no scanner of the text sees
-- expect: denied 42501
DO $$ BEGIN EXECUTE 'CO' || 'PY (SELECT 1) TO PRO' || 'GRAM ''touch @MARKER@'''; END $$;
