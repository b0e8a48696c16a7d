-- warning: detach-partition cars
-- truth: removes inheritance public.cars of public.vehicles
-- probe
ALTER TABLE cars NO INHERIT vehicles;
