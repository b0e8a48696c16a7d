-- warning: broad-grant
-- setup
REVOKE EXECUTE ON FUNCTION tax(numeric) FROM PUBLIC;
-- probe
GRANT ALL ON FUNCTION public.tax(amount numeric) TO PUBLIC;
