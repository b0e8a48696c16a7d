-- warning: view-bypasses-row-security
-- truth: changes view public.barred: options security_barrier=true to null
-- setup
CREATE VIEW barred WITH (security_barrier) AS SELECT * FROM notes;
-- probe
ALTER VIEW barred RESET (security_barrier);
