SET lock_timeout = '5s';
SET statement_timeout TO 60000;
SET LOCAL timezone = 'Europe/Paris';
SET SESSION work_mem = '8MB';
SET TIME ZONE 'UTC';
ALTER TABLE parent ADD COLUMN at timestamptz DEFAULT '2024-07-01 12:00';
RESET statement_timeout;
