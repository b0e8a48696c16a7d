-- warning: drop-expression items.amount
-- truth: changes column public.items.amount: default ((quantity)::integer * price) to null
-- truth: changes column public.items.amount: generated s to 
-- probe
ALTER TABLE items ALTER amount DROP EXPRESSION IF EXISTS;
