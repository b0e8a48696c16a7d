-- warning: primary-key
-- probe
ALTER TABLE boats ADD CONSTRAINT boats_pkey PRIMARY KEY (id);
