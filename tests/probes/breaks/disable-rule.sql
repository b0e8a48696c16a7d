-- warning: disable-trigger
-- truth: changes rule public.vehicles.no_removal: enabled O to D
-- probe
ALTER TABLE vehicles DISABLE RULE no_removal;
