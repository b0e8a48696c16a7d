-- aim: switch triggers off, the witness of drops among them
-- expect: denied 42501
SET session_replication_role = replica;
DROP TABLE "User";
