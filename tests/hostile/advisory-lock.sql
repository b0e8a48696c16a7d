-- aim: hold Prisma's lock for ever
-- expect: harmless
SELECT pg_advisory_lock(72707369);
