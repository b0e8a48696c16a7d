-- error: drop-table secrets
-- truth: removes index public.secrets_pkey
-- truth: removes table public.secrets
-- probe
SELECT E'it\'s; -- not a comment', 'a''b', $q$ ; $q$, U&'\0041';
DROP TABLE secrets;
