-- warning: unique-constraint | exclusion-constraint
-- postgres: 18+
-- truth: locks public.stays ACCESS EXCLUSIVE
-- truth: scans public.stays
-- setup
CREATE TABLE stays (room int4range, during daterange);
INSERT INTO stays VALUES ('[1,2)', '[2026-01-01,2026-01-02)');
-- probe
ALTER TABLE stays ADD CONSTRAINT stays_key UNIQUE (room, during WITHOUT OVERLAPS);
