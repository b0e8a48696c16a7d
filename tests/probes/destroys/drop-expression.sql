-- warning: drop-expression items.amount
-- probe
ALTER TABLE items ALTER COLUMN amount DROP EXPRESSION;
