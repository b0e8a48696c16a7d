-- warning: vacuum-full
-- runs: alone
-- truth: locks public.secrets ACCESS EXCLUSIVE
-- truth: rewrites public.secrets
-- probe
vacuum full verbose analyze secrets;
