-- notice: table-without-row-security
-- probe
CREATE TABLE letters (id integer PRIMARY KEY, body text);
