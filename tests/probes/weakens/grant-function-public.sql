-- warning: broad-grant
-- truth: adds privilege EXECUTE on routine public.tax(amount numeric) for PUBLIC
-- setup
REVOKE EXECUTE ON FUNCTION tax(numeric) FROM PUBLIC;
-- probe
GRANT ALL ON FUNCTION public.tax(amount numeric) TO PUBLIC;
