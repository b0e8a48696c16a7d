-- error: drop-type
-- truth: removes column public.users.home
-- truth: removes composite type public.address
-- probe
DROP TYPE IF EXISTS "public"."address" CASCADE;
