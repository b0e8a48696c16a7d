ALTER TABLE "_prisma_migrations" ENABLE ROW LEVEL SECURITY;
COMMENT ON TABLE "_prisma_migrations" IS 'kept by the deploy';
ALTER TABLE public._prisma_migrations ADD COLUMN "note" text;
