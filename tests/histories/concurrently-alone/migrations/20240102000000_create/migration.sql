-- CreateIndex
CREATE INDEX CONCURRENTLY IF NOT EXISTS "item_a_idx" ON "item"("a");
