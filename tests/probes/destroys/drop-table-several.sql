-- error: drop-table items
-- error: drop-table app.accounts
-- truth: removes index app.accounts_pkey
-- truth: removes index public.items_pkey
-- truth: removes published table public.items by changes
-- truth: removes table app.accounts
-- truth: removes table public.items
-- truth: removes view app.rich
-- probe
drop table if exists items, app.accounts cascade;
