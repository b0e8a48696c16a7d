-- error: drop-table secrets
-- truth: adds index public.secrets_pkey
-- truth: adds table public.secrets
-- truth: removes index public.secrets_pkey
-- truth: removes table public.secrets
-- probe
DROP TABLE secrets;
CREATE TABLE secrets (id integer PRIMARY KEY, token text NOT NULL);
