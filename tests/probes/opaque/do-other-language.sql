-- warning: opaque-code | untrusted-language
-- measured: no, because not every server has the language
-- probe
DO LANGUAGE plperl $$ spi_exec_query('DROP TABLE secrets'); $$;
