-- warning: view-bypasses-row-security
-- setup
CREATE VIEW barred WITH (security_barrier) AS SELECT * FROM notes;
-- probe
ALTER VIEW barred RESET (security_barrier);
