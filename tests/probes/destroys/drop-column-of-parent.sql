-- error: drop-column vehicles.plate
-- probe
ALTER TABLE vehicles DROP COLUMN plate;
