CREATE UNIQUE INDEX CONCURRENTLY "accounts_email_lower" ON "accounts" (lower("email"));
