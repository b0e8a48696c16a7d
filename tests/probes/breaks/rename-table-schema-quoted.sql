-- error: rename-table "Post"
-- truth: changes table public."Post": name Post to Article
-- probe
ALTER TABLE IF EXISTS public."Post" RENAME TO "Article";
