-- error: truncate secrets
-- truth: empties public.secrets
-- probe
TRUNCATE secrets;
