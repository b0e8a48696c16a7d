-- warning: rewriting-table-change
-- measured: no, because there is only one tablespace
-- probe
ALTER TABLE ALL IN TABLESPACE pg_default SET TABLESPACE fast NOWAIT;
