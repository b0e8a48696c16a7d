-- warning: disable-trigger
-- measured: no, because a setting leaves no trace in the catalog
-- probe
SET LOCAL session_replication_role TO 'replica';
