-- warning: drop-constraint
-- probe
ALTER TABLE "Post" DROP CONSTRAINT "Post_pkey", ADD COLUMN "extra" TEXT, ADD CONSTRAINT "Post_pkey" PRIMARY KEY ("id");
