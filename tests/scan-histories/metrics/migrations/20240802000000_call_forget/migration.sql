SELECT "ingest"."forget"('2020-01-01');
