-- warning: change-owner
-- truth: adds privilege USAGE on type public.mood for PUBLIC
-- truth: adds privilege USAGE on type public.mood for admins
-- truth: changes type public.mood: owner migration_gate to admins
-- truth: removes privilege USAGE on type public.mood for PUBLIC
-- truth: removes privilege USAGE on type public.mood for migration_gate
-- probe
ALTER TYPE mood OWNER TO admins;
