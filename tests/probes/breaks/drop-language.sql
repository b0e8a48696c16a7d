-- warning: other-object-dropped
-- truth: removes language mine
-- setup
CREATE LANGUAGE mine HANDLER plpgsql_call_handler;
-- probe
DROP LANGUAGE mine;
