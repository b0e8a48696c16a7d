-- error: narrowing-type-change events_2027.id
-- truth: changes column public.events_2027.id: type bigint to integer
-- probe
ALTER TABLE events_2027 ALTER COLUMN id TYPE int4;
