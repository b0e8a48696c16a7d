-- notice: other-grant | broad-grant
-- postgres: 17+
-- probe
GRANT MAINTAIN ON orders TO reporting;
