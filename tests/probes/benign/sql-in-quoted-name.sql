-- probe
CREATE TABLE "DROP TABLE users; --" ("DELETE FROM x" integer);
