-- error: truncate secrets
-- error: truncate visits
-- probe
TRUNCATE TABLE ONLY secrets, visits *;
