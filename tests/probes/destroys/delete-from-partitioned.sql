-- error: delete-without-where events
-- truth: deletes 1 rows of public.events_2025
-- truth: deletes 1 rows of public.events_2026
-- probe
DELETE FROM events;
