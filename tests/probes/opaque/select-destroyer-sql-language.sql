-- error: truncate audit.entries
-- probe
SELECT forget_everything();
