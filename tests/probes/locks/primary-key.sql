-- warning: primary-key
-- truth: locks public.boats ACCESS EXCLUSIVE
-- truth: scans public.boats
-- probe
ALTER TABLE boats ADD CONSTRAINT boats_pkey PRIMARY KEY (id);
