-- error: narrowing-type-change events_2027.id
-- probe
ALTER TABLE events_2027 ALTER COLUMN id TYPE int4;
