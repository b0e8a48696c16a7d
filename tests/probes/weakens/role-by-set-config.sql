-- warning: session-authority
-- measured: no, because a setting leaves no trace in the catalog
-- probe
SELECT set_config('role', 'app_user', false);
