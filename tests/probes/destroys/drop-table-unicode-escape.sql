-- error: drop-table
-- probe
DROP TABLE IF EXISTS U&"s!0065crets" UESCAPE '!' RESTRICT;
