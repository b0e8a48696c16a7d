-- warning: session-authority
-- measured: no, because a setting leaves no trace in the catalog
-- probe
SET SESSION AUTHORIZATION 'app_user';
SELECT 1;
