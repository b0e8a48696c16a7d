-- warning: rewriting-table-change
-- measured: no, because there is only one tablespace
-- probe
ALTER INDEX users_name_idx SET TABLESPACE fast;
