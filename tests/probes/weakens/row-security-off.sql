-- warning: session-authority
-- measured: no, because a setting leaves no trace in the catalog
-- probe
SET row_security = off;
SELECT 1;
