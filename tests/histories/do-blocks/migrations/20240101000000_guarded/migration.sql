DO $$ BEGIN
    CREATE TYPE "Status" AS ENUM ('ON', 'OFF');
EXCEPTION
    WHEN duplicate_object THEN null;
END $$;
CREATE TABLE IF NOT EXISTS "Device" ("id" int PRIMARY KEY, "status" "Status", "old" text);
CREATE TABLE "Legacy" ("id" int);
