-- Purpose: how far the build of an index by a session is. No row while it builds none. Parameters: $1 int4, the session's process.
-- Columns: phase text not null; blocks_done, blocks_total, lockers_done, lockers_total int8 not null. Lowest server version: 14.
SELECT build.phase,
       COALESCE(build.blocks_done, 0) AS blocks_done, COALESCE(build.blocks_total, 0) AS blocks_total,
       COALESCE(build.lockers_done, 0) AS lockers_done, COALESCE(build.lockers_total, 0) AS lockers_total
FROM pg_catalog.pg_stat_progress_create_index AS build
WHERE build.pid OPERATOR(pg_catalog.=) $1 AND build.phase IS NOT NULL
