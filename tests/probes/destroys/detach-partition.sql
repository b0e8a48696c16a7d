-- warning: detach-partition events_2025
-- truth: changes table public.events_2025: partition of true to false
-- truth: removes inheritance public.events_2025 of public.events
-- probe
ALTER TABLE events DETACH PARTITION events_2025;
