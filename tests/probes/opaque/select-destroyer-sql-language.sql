-- error: truncate audit.entries
-- truth: empties audit.entries
-- probe
SELECT forget_everything();
