-- notice: rename-object
-- probe
ALTER POLICY notes_own ON notes RENAME TO notes_of_owner;
