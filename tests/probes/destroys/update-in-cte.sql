-- warning: update-without-where "Post"
-- truth: updates 2 rows of public."Post"
-- probe
WITH zero AS (UPDATE "Post" SET "views" = 0 RETURNING *) SELECT * FROM zero;
