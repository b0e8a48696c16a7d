-- aim: a secret of the base data in the DETAIL of an error
-- expect: ended
CREATE UNIQUE INDEX once ON "User" (email);
INSERT INTO "User" (email) SELECT email FROM "User";
