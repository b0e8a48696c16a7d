-- warning: table-without-row-security
-- exposed: public
-- probe
CREATE TABLE metrics (id integer, at date) PARTITION BY RANGE (at);
