-- error: drop-table events_2025
-- truth: removes table public.events_2025
-- probe
DROP TABLE events_2025;
