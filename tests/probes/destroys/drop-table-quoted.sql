-- error: drop-table "Post"
-- truth: removes index public."Post_authorId_idx"
-- truth: removes index public."Post_pkey"
-- truth: removes table public."Post"
-- probe
DROP TABLE "Post";
