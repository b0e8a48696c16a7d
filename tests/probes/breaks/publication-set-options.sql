-- warning: publication-change changes
-- truth: changes publication changes: delete true to false
-- truth: changes publication changes: truncate true to false
-- truth: changes publication changes: update true to false
-- probe
ALTER PUBLICATION changes SET (publish = 'insert');
