-- error: enum-value-used-at-once
-- truth: fails 55P04
-- probe
ALTER TYPE "public"."role" ADD VALUE IF NOT EXISTS 'OWNER' BEFORE 'ADMIN';
ALTER TABLE users ALTER COLUMN role SET DEFAULT 'OWNER';
