-- warning: change-owner
-- truth: adds privilege EXECUTE on routine public.purge_users() for PUBLIC
-- truth: adds privilege EXECUTE on routine public.purge_users() for admins
-- truth: changes function public.purge_users(): owner migration_gate to admins
-- truth: removes privilege EXECUTE on routine public.purge_users() for PUBLIC
-- truth: removes privilege EXECUTE on routine public.purge_users() for migration_gate
-- probe
ALTER FUNCTION purge_users() OWNER TO admins;
