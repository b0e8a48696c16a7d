-- warning: volatile-default
-- truth: locks public."Post" ACCESS EXCLUSIVE
-- truth: rewrites public."Post"
-- truth: scans public."Post"
-- probe
ALTER TABLE "Post" ADD COLUMN "rank" DOUBLE PRECISION DEFAULT random() * 10;
