INSERT INTO a SELECT count(*) FROM _prisma_migrations WHERE finished_at IS NOT NULL;
