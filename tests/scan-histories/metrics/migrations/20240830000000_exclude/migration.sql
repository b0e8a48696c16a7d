CREATE EXTENSION IF NOT EXISTS btree_gist;
CREATE TABLE "bookings" ("room" INTEGER NOT NULL, "during" TSTZRANGE NOT NULL);
ALTER TABLE "bookings" ADD CONSTRAINT "bookings_once" EXCLUDE USING gist ("room" WITH =, "during" WITH &&);
