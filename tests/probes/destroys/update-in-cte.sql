-- warning: update-without-where "Post"
-- probe
WITH zero AS (UPDATE "Post" SET "views" = 0 RETURNING *) SELECT * FROM zero;
