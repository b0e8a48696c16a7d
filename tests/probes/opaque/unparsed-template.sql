-- error: unparsed-statement
-- measured: no, because a server refuses it
-- probe
CREATE TABLE {{ table_name }} (id integer);
