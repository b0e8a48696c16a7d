-- error: truncate boats
-- probe
TRUNCATE boats;
