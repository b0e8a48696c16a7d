-- error: drop-table secrets
-- probe
DROP TABLE secrets;
CREATE TABLE secrets (id integer PRIMARY KEY, token text NOT NULL);
