-- Purpose: how big this database is.
-- Parameters: none. Columns: bytes int8 not null.
-- Lowest server version: 14.
SELECT pg_catalog.pg_database_size(pg_catalog.current_database()) AS bytes
