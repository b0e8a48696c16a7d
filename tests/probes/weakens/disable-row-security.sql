-- error: disable-row-security notes
-- truth: changes table public.notes: row security true to false
-- probe
ALTER TABLE notes DISABLE ROW LEVEL SECURITY;
