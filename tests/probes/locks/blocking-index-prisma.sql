-- warning: blocking-index "Post"
-- probe
-- CreateIndex
CREATE INDEX "Post_title_views_idx" ON "Post"("title", "views" DESC);
