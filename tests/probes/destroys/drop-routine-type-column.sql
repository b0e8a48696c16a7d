-- error: drop-type
-- probe
DROP TYPE IF EXISTS "public"."address" CASCADE;
