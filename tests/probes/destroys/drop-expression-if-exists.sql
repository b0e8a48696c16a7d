-- warning: drop-expression items.amount
-- probe
ALTER TABLE items ALTER amount DROP EXPRESSION IF EXISTS;
