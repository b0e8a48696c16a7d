-- warning: disable-row-security notes
-- probe
ALTER TABLE notes NO FORCE ROW LEVEL SECURITY;
