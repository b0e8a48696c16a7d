-- error: drop-column
-- probe
ALTER TABLE users DROP COLUMN U&"ph\006Fne";
