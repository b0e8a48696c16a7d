-- warning: volatile-default
-- probe
ALTER TABLE "Post" ADD COLUMN "rank" DOUBLE PRECISION DEFAULT random() * 10;
