-- warning: publication-change changes
-- probe
ALTER PUBLICATION changes DROP TABLE items;
