-- warning: lock-table
-- truth: locks public.secrets ACCESS EXCLUSIVE
-- probe
LOCK TABLE secrets IN ACCESS EXCLUSIVE MODE;
