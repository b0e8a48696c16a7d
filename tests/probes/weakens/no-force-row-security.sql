-- warning: disable-row-security notes
-- truth: changes table public.notes: forced row security true to false
-- probe
ALTER TABLE notes NO FORCE ROW LEVEL SECURITY;
