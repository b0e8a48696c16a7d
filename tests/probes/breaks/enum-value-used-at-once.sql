-- error: enum-value-used-at-once
-- truth: fails 55P04
-- probe
ALTER TYPE role ADD VALUE 'OWNER';
UPDATE users SET role = 'OWNER' WHERE id = 1;
