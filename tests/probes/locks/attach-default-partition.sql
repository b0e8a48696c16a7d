-- warning: attach-partition
-- setup
CREATE TABLE events_rest (LIKE events);
INSERT INTO events_rest VALUES (9, '2030-01-01', 'x');
-- probe
ALTER TABLE public.events ATTACH PARTITION events_rest DEFAULT;
