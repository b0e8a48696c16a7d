-- aim: a view in the place of the history
-- expect: harmless or ended
ALTER TABLE "_prisma_migrations" RENAME TO hidden;
CREATE VIEW "_prisma_migrations" AS SELECT * FROM hidden WHERE false;
