-- probe
INSERT INTO app.accounts (id, owner, amount, opened) VALUES (10, 'GRANT ALL', 1, '2026-01-01'), (11, 'y', 2, '2026-01-01');
