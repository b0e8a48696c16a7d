-- Purpose: how full of connections the server is.
-- Parameters: none. Columns: connections int8 not null (of clients, to all databases); most int4 not null (`max_connections`).
-- Lowest server version: 14.
SELECT pg_catalog.count(*) AS connections,
       pg_catalog.current_setting('max_connections')::pg_catalog.int4 AS most
FROM pg_catalog.pg_stat_activity AS activity
WHERE activity.backend_type OPERATOR(pg_catalog.=) 'client backend'
