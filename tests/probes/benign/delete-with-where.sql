-- probe
DELETE FROM secrets WHERE id = 1;
