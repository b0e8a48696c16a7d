-- warning: disable-trigger
-- measured: no, because a setting leaves no trace in the catalog
-- probe
SELECT set_config('session_replication_role', 'replica', true);
