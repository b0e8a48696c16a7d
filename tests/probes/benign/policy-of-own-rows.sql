-- probe
CREATE POLICY notes_write ON notes FOR UPDATE TO authenticated USING (owner = CURRENT_USER) WITH CHECK (owner = CURRENT_USER);
