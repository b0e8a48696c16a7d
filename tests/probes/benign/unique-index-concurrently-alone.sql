-- runs: alone
-- probe
CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS "User_emailAddress_key" ON "User" ("emailAddress");
