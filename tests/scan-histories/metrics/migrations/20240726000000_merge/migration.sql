MERGE INTO "dashboards" d USING "accounts" a ON d."account_id" = a."id" WHEN MATCHED AND a."plan" = 'free' THEN DELETE;
