-- error: truncate secrets
-- probe
TRUNCATE secrets;
