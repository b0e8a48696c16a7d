-- warning: unique-constraint
-- postgres: 15+
-- truth: locks public."User" ACCESS EXCLUSIVE
-- truth: scans public."User"
-- probe
ALTER TABLE "User" ADD CONSTRAINT "User_name_key" UNIQUE NULLS NOT DISTINCT ("firstName", "lastName");
