-- warning: session-authority
-- measured: no, because a setting leaves no trace in the catalog
-- probe
SET LOCAL ROLE 'app_user';
SELECT 1;
