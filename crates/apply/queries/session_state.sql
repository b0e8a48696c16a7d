-- Purpose: the settings of this session that change what later scripts mean.
-- Columns: who text not null (current role); settings text[] not null, in the order of `SETTINGS`. Lowest server version: 14.
SELECT current_user::pg_catalog.text AS who,
       ARRAY[pg_catalog.current_setting('search_path'),
             pg_catalog.current_setting('standard_conforming_strings'),
             pg_catalog.current_setting('default_transaction_read_only'),
             pg_catalog.current_setting('default_transaction_isolation'),
             pg_catalog.current_setting('row_security'),
             pg_catalog.current_setting('check_function_bodies'),
             pg_catalog.current_setting('client_min_messages'),
             pg_catalog.current_setting('lock_timeout'),
             pg_catalog.current_setting('statement_timeout'),
             pg_catalog.current_setting('DateStyle'),
             pg_catalog.current_setting('TimeZone'),
             pg_catalog.current_setting('client_encoding')] AS settings
