-- aim: leave a transaction open that locks the history
-- expect: ended or harmless
BEGIN;
LOCK TABLE "_prisma_migrations" IN ACCESS EXCLUSIVE MODE;
