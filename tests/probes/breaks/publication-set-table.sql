-- warning: publication-change changes
-- probe
ALTER PUBLICATION changes SET TABLE orders;
