-- warning: drop-constraint
-- truth: adds column public."Post".extra
-- truth: adds constraint public."Post"."Post_pkey"
-- truth: adds index public."Post_pkey"
-- truth: removes constraint public."Post"."Post_pkey"
-- truth: removes index public."Post_pkey"
-- probe
ALTER TABLE "Post" DROP CONSTRAINT "Post_pkey", ADD COLUMN "extra" TEXT, ADD CONSTRAINT "Post_pkey" PRIMARY KEY ("id");
