INSERT INTO "ingest"."sources" ("id", "name", "region") VALUES (1, 'default', 'eu'), (2, 'backup', 'us') ON CONFLICT ("id") DO UPDATE SET "name" = EXCLUDED."name";
