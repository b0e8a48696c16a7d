-- warning: blocking-index "Post"
-- truth: locks public."Post" SHARE
-- truth: scans public."Post"
-- probe
-- CreateIndex
CREATE INDEX "Post_title_views_idx" ON "Post"("title", "views" DESC);
