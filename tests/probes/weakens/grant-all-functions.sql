-- warning: broad-grant
-- truth: adds privilege EXECUTE on routine public.forget_everything() for anon
-- truth: adds privilege EXECUTE on routine public.purge_users() for anon
-- truth: adds privilege EXECUTE on routine public.tax(amount numeric) for anon
-- truth: adds privilege EXECUTE on routine public.total_of(integer) for anon
-- truth: adds privilege EXECUTE on routine public.touch() for anon
-- probe
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA public TO anon;
