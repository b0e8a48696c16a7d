-- warning: sequence-reset
-- probe
ALTER TABLE orders ALTER COLUMN id RESTART WITH 1;
