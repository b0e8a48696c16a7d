-- probe
ALTER TABLE users ADD COLUMN shout text DEFAULT upper('none');
