-- error: enum-value-used-at-once
-- probe
ALTER TYPE role ADD VALUE 'OWNER';
UPDATE users SET role = 'OWNER' WHERE id = 1;
