-- warning: broad-grant
-- truth: adds privilege EXECUTE on routine public.tax(amount numeric) for PUBLIC
-- setup
REVOKE EXECUTE ON ROUTINE tax FROM PUBLIC;
-- probe
GRANT EXECUTE ON ROUTINE tax TO PUBLIC;
