-- warning: blocking-index events
-- truth: locks public.events SHARE
-- truth: locks public.events_2025 SHARE
-- truth: locks public.events_2026 SHARE
-- truth: scans public.events_2025
-- truth: scans public.events_2026
-- probe
CREATE INDEX events_at_idx ON events (at);
