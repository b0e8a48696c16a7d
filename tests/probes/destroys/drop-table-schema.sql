-- error: drop-table audit.entries
-- probe
DROP TABLE "audit"."entries";
