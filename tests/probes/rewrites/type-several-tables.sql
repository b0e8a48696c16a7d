-- warning: rewriting-type-change
-- probe
ALTER TABLE "Post" ALTER COLUMN "views" SET DATA TYPE BIGINT;
ALTER TABLE users ALTER COLUMN age TYPE bigint;
