-- warning: session-state
-- measured: no, because a setting leaves no trace in the catalog
-- probe
SELECT pg_catalog.set_config('search_path', '', false);
