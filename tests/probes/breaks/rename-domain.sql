-- warning: rename-object quantity
-- truth: changes column public.items.quantity: type quantity to amount_of
-- truth: changes domain public.quantity: name quantity to amount_of
-- probe
ALTER DOMAIN quantity RENAME TO amount_of;
