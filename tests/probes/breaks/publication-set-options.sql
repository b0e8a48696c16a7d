-- warning: publication-change changes
-- probe
ALTER PUBLICATION changes SET (publish = 'insert');
