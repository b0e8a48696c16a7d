CREATE TABLE "dashboards" (
    "id" SERIAL PRIMARY KEY,
    "account_id" UUID NOT NULL,
    "title" TEXT NOT NULL,
    CONSTRAINT "dashboards_account_fk" FOREIGN KEY ("account_id") REFERENCES "accounts" ("id") ON DELETE CASCADE
);
CREATE INDEX "dashboards_account_idx" ON "dashboards" ("account_id");
