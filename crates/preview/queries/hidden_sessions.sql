-- Purpose: how many sessions of this database do not show this role what they do. Columns: hidden bigint not null. Lowest server version: 14.
SELECT pg_catalog.count(*) AS hidden
FROM pg_catalog.pg_stat_activity
WHERE datname = pg_catalog.current_database() AND backend_type IS NULL AND pid <> pg_catalog.pg_backend_pid()
