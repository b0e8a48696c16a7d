-- warning: drop-index "Post_authorId_idx"
-- truth: removes index public."Post_authorId_idx"
-- truth: removes index public.orders_user_id_idx
-- probe
DROP INDEX IF EXISTS public."Post_authorId_idx", orders_user_id_idx;
