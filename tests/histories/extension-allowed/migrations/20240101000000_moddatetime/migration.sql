CREATE EXTENSION IF NOT EXISTS moddatetime;
CREATE TABLE a (x int, changed timestamptz);
CREATE TRIGGER a_changed BEFORE UPDATE ON a FOR EACH ROW EXECUTE FUNCTION moddatetime(changed);
