-- warning: detach-partition events_2025
-- runs: alone
-- probe
ALTER TABLE public.events DETACH PARTITION public.events_2025 CONCURRENTLY;
