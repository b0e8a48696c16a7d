-- probe
CREATE POLICY notes_restricted ON notes AS RESTRICTIVE TO authenticated USING (owner <> 'root');
