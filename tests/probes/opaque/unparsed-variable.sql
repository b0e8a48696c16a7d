-- error: unparsed-statement
-- measured: no, because a server refuses it
-- probe
ALTER TABLE :table_name DROP COLUMN phone;
