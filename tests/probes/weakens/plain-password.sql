-- error: plain-password
-- probe
CREATE ROLE helper LOGIN PASSWORD 'hunter2';
