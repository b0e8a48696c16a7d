-- error: drop-table "Post"
-- probe
DROP TABLE "Post";
