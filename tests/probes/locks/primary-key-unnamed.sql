-- warning: primary-key
-- probe
ALTER TABLE IF EXISTS events_2027 ADD PRIMARY KEY (id, at);
