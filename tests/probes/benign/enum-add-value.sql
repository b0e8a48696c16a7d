-- probe
ALTER TYPE role ADD VALUE 'OWNER';
