-- warning: detach-partition events_2025
-- probe
ALTER TABLE events DETACH PARTITION events_2025;
