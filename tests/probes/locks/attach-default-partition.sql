-- warning: attach-partition
-- truth: locks public.events SHARE UPDATE EXCLUSIVE
-- truth: locks public.events_rest ACCESS EXCLUSIVE
-- truth: scans public.events_rest
-- setup
CREATE TABLE events_rest (LIKE events);
INSERT INTO events_rest VALUES (9, '2030-01-01', 'x');
-- probe
ALTER TABLE public.events ATTACH PARTITION events_rest DEFAULT;
