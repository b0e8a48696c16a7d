ALTER TABLE person DROP COLUMN name, DROP COLUMN mail, ADD COLUMN "displayName" text, ALTER COLUMN last SET NOT NULL;
DELETE FROM mail WHERE address = 'none';
