ALTER TABLE person ADD COLUMN first text NOT NULL DEFAULT '', ADD COLUMN last text;
UPDATE person SET first = split_part(name, ' ', 1), last = split_part(name, ' ', 2);
WITH missing AS (SELECT id FROM person WHERE mail IS NULL) UPDATE person p SET mail = '' FROM missing m WHERE m.id = p.id;
CREATE TABLE mail (person_id int REFERENCES person ON DELETE CASCADE, address text NOT NULL);
WITH moved AS (DELETE FROM person WHERE id < 0 RETURNING id, mail) INSERT INTO mail SELECT id, mail FROM moved;
INSERT INTO mail SELECT id, mail FROM person WHERE mail <> '' ON CONFLICT DO NOTHING;
MERGE INTO mail m USING person p ON m.person_id = p.id WHEN MATCHED AND p.mail = '' THEN DELETE WHEN NOT MATCHED THEN INSERT VALUES (p.id, 'none');
