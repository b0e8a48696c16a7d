-- probe
CREATE VIEW names AS SELECT id, name FROM users;
