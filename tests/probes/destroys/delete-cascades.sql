-- warning: delete-cascades
-- probe
DELETE FROM users WHERE id = 1;
