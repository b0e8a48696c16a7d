-- warning: drop-trigger
-- probe
DROP RULE no_removal ON vehicles;
