-- error: delete-without-where boats
-- probe
DELETE FROM boats;
