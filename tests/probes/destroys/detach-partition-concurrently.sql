-- warning: detach-partition events_2025
-- runs: alone
-- truth: adds constraint public.events_2025.events_2025_at_check
-- truth: changes table public.events_2025: partition of true to false
-- truth: removes inheritance public.events_2025 of public.events
-- probe
ALTER TABLE public.events DETACH PARTITION public.events_2025 CONCURRENTLY;
