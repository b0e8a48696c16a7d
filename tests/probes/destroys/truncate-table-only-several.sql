-- error: truncate secrets
-- error: truncate visits
-- truth: empties public.secrets
-- truth: empties public.visits
-- probe
TRUNCATE TABLE ONLY secrets, visits *;
