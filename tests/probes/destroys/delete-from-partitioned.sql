-- error: delete-without-where events
-- probe
DELETE FROM events;
