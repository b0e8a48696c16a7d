-- error: drop-column vehicles.plate
-- truth: removes column public.cars.plate
-- truth: removes column public.vehicles.plate
-- probe
ALTER TABLE vehicles DROP COLUMN plate;
