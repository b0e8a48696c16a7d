-- notice: rename-object
-- truth: changes policy public.notes.notes_own: name notes_own to notes_of_owner
-- probe
ALTER POLICY notes_own ON notes RENAME TO notes_of_owner;
