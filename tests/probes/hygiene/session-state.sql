-- warning: session-state
-- measured: no, because a setting leaves no trace in the catalog
-- probe
SET search_path = app;
CREATE TABLE letters (id integer);
