-- warning: drop-trigger
-- truth: removes rule public.vehicles.no_removal
-- probe
DROP RULE no_removal ON vehicles;
