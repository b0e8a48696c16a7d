-- probe
ALTER POLICY notes_published ON notes USING (published AND owner = CURRENT_USER);
