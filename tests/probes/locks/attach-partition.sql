-- warning: attach-partition
-- truth: locks public.events SHARE UPDATE EXCLUSIVE
-- truth: locks public.events_2027 ACCESS EXCLUSIVE
-- truth: scans public.events_2027
-- probe
ALTER TABLE events ATTACH PARTITION events_2027 FOR VALUES FROM ('2027-01-01') TO ('2028-01-01');
