CREATE SCHEMA "archive";
ALTER TABLE "accounts_history" SET SCHEMA "archive";
