-- Purpose: how big this database is, and how full of connections its server.
-- Parameters: none. Columns: bytes int8 not null; connections int8 not null (of clients, to all databases); most int4 not null (`max_connections`).
-- Lowest server version: 14.
SELECT pg_catalog.pg_database_size(pg_catalog.current_database()) AS bytes,
       (SELECT pg_catalog.count(*) FROM pg_catalog.pg_stat_activity AS activity
        WHERE activity.backend_type OPERATOR(pg_catalog.=) 'client backend') AS connections,
       pg_catalog.current_setting('max_connections')::pg_catalog.int4 AS most
