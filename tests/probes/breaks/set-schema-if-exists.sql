-- error: set-schema "Post"
-- probe
ALTER TABLE IF EXISTS public."Post" SET SCHEMA "app";
