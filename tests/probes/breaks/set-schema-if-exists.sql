-- error: set-schema "Post"
-- truth: changes index public."Post_authorId_idx": schema public to app
-- truth: changes index public."Post_pkey": schema public to app
-- truth: changes table public."Post": schema public to app
-- probe
ALTER TABLE IF EXISTS public."Post" SET SCHEMA "app";
