-- warning: detach-partition cars
-- probe
ALTER TABLE cars NO INHERIT vehicles;
