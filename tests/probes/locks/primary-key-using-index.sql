-- notice: constraint-using-index
-- truth: locks public.boats ACCESS EXCLUSIVE
-- truth: scans public.boats
-- setup
CREATE UNIQUE INDEX boats_id_key ON boats (id);
-- probe
ALTER TABLE boats ADD CONSTRAINT boats_pkey PRIMARY KEY USING INDEX boats_id_key;
