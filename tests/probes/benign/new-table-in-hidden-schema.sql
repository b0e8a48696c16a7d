-- exposed: public
-- probe
CREATE TABLE audit.letters (id integer PRIMARY KEY);
