-- warning: vacuum-full
-- truth: locks public.secrets ACCESS EXCLUSIVE
-- truth: rewrites public.secrets
-- truth: scans public.secrets
-- probe
CLUSTER secrets USING secrets_pkey;
