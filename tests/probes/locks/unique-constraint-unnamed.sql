-- warning: unique-constraint
-- probe
ALTER TABLE ONLY users ADD UNIQUE (name, phone) INCLUDE (email);
