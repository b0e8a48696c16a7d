-- warning: revoke
-- truth: removes privilege EXECUTE on routine public.tax(amount numeric) for PUBLIC
-- probe
REVOKE EXECUTE ON FUNCTION tax(numeric) FROM PUBLIC;
