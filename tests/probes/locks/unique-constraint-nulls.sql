-- warning: unique-constraint
-- postgres: 15+
-- probe
ALTER TABLE "User" ADD CONSTRAINT "User_name_key" UNIQUE NULLS NOT DISTINCT ("firstName", "lastName");
