-- Purpose: lifts time limits of this session that nobody but us has set. Parameters: $1 text, $2 text: `lock_timeout` and `statement_timeout`
--          as the session started with them. Columns: lifted text not null. Lowest server version: 14.
SELECT pg_catalog.set_config(setting.name, '0', false) AS lifted
FROM (VALUES ('lock_timeout', $1), ('statement_timeout', $2)) AS setting (name, started)
WHERE pg_catalog.current_setting(setting.name) OPERATOR(pg_catalog.=) setting.started
