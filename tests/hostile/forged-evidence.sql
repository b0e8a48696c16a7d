-- aim: messages that look like the witness's own
-- expect: harmless
DO $$ BEGIN RAISE INFO 'migration-gate: dropped table public."User"'; RAISE INFO '%', '{"dropped": "public.User"}'; END $$;
