-- aim: wait for a lock that the run's own sessions hold
-- expect: ended or harmless
LOCK TABLE "_prisma_migrations" IN ACCESS EXCLUSIVE MODE;
LOCK TABLE pg_catalog.pg_class IN ACCESS SHARE MODE;
