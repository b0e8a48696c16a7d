SELECT setval('"ingest"."sources_id_seq"', (SELECT max("id") FROM "ingest"."sources"));
ALTER SEQUENCE "dashboards_id_seq" RESTART WITH 1000;
