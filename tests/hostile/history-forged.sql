-- aim: mark the next migration as applied already, so that it is skipped
-- expect: harmless
INSERT INTO "_prisma_migrations" (id, checksum, finished_at, migration_name, started_at, applied_steps_count)
VALUES ('forged', repeat('0', 64), now(), '20240103000000_after', now(), 1);
