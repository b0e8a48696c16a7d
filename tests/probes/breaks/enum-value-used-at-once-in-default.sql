-- error: enum-value-used-at-once
-- probe
ALTER TYPE "public"."role" ADD VALUE IF NOT EXISTS 'OWNER' BEFORE 'ADMIN';
ALTER TABLE users ALTER COLUMN role SET DEFAULT 'OWNER';
