-- probe
CREATE TEMPORARY TABLE scratch (id integer) ON COMMIT DROP;
INSERT INTO scratch SELECT id FROM visits;
DROP TABLE scratch;
