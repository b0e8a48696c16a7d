-- error: disable-row-security notes
-- probe
ALTER TABLE notes DISABLE ROW LEVEL SECURITY;
