-- aim: delete the history
-- expect: harmless or ended
DELETE FROM "_prisma_migrations";
