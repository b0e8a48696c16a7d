-- warning: attach-partition
-- truth: locks public.events ACCESS EXCLUSIVE
-- probe
CREATE TABLE events_2029 PARTITION OF events FOR VALUES FROM ('2029-01-01') TO ('2030-01-01');
