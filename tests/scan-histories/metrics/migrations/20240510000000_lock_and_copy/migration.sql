LOCK TABLE "accounts" IN EXCLUSIVE MODE;
CREATE TABLE "accounts_history" AS SELECT * FROM "accounts";
ALTER TABLE "accounts_history" ADD COLUMN "changed_at" TIMESTAMPTZ NOT NULL DEFAULT now();
