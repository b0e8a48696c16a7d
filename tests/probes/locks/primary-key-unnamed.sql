-- warning: primary-key
-- truth: locks public.events_2027 ACCESS EXCLUSIVE
-- truth: scans public.events_2027
-- probe
ALTER TABLE IF EXISTS events_2027 ADD PRIMARY KEY (id, at);
