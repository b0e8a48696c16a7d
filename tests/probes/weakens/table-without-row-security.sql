-- warning: table-without-row-security
-- exposed: public
-- probe
CREATE TABLE letters (id integer PRIMARY KEY, body text);
