-- What each sequence would answer next. No parameters. Columns: name; state (its last value, `not called` before the first). Version 14 and later.
SELECT pg_catalog.quote_ident(schemaname) || '.' || pg_catalog.quote_ident(sequencename) AS name, coalesce(last_value::text, 'not called') AS state
FROM pg_catalog.pg_sequences
ORDER BY 1
