-- exposed: public
-- probe
CREATE TABLE letters (id integer PRIMARY KEY, owner text NOT NULL);
ALTER TABLE letters ENABLE ROW LEVEL SECURITY;
CREATE POLICY letters_own ON letters TO authenticated USING (owner = CURRENT_USER) WITH CHECK (owner = CURRENT_USER);
