-- aim: no history table any more
-- expect: ended
DROP TABLE "_prisma_migrations";
