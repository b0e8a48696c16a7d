-- warning: broad-grant
-- probe
GRANT SELECT ON orders TO reporting WITH GRANT OPTION;
