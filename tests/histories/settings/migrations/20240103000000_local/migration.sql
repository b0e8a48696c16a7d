SELECT set_config('app.actor', 'migration', true);
SET LOCAL lock_timeout = '1s';
ALTER TABLE parent ADD COLUMN note text;
