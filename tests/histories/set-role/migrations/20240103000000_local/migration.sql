BEGIN;
SET LOCAL ROLE app_owner;
CREATE TABLE app.c (x int);
COMMIT;
