-- postgres: 15+
-- probe
CREATE VIEW own_notes WITH (security_invoker = true) AS SELECT * FROM notes;
