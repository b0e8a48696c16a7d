-- error: rename-table "Post"
-- probe
ALTER TABLE IF EXISTS public."Post" RENAME TO "Article";
