-- probe
CREATE TABLE letters (id integer, note text);
CREATE TRIGGER letters_touch BEFORE UPDATE ON letters FOR EACH ROW EXECUTE FUNCTION touch();
