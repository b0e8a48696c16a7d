-- warning: rewriting-table-change
-- measured: no, because there is only one tablespace
-- probe
ALTER TABLE users SET TABLESPACE fast;
