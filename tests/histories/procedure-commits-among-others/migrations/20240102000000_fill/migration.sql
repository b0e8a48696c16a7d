ALTER TABLE big ADD COLUMN note text;
CALL fill();
