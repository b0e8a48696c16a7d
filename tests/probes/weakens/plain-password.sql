-- error: plain-password
-- truth: adds role helper
-- probe
CREATE ROLE helper LOGIN PASSWORD 'hunter2';
