-- Purpose: the history table, column for column as Prisma Migrate makes it (4.x to 7.x).
-- Parameters: {history} is the table's quoted, qualified name. Lowest server version: 14.
CREATE TABLE {history} (
    id                  VARCHAR(36) PRIMARY KEY NOT NULL,
    checksum            VARCHAR(64) NOT NULL,
    finished_at         TIMESTAMPTZ,
    migration_name      VARCHAR(255) NOT NULL,
    logs                TEXT,
    rolled_back_at      TIMESTAMPTZ,
    started_at          TIMESTAMPTZ NOT NULL DEFAULT now(),
    applied_steps_count INTEGER NOT NULL DEFAULT 0
)
