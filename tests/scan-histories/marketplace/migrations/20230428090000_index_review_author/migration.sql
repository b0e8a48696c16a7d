CREATE INDEX CONCURRENTLY "Review_authorId_idx" ON "Review"("authorId");
