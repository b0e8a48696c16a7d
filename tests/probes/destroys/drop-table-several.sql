-- error: drop-table items
-- error: drop-table app.accounts
-- probe
drop table if exists items, app.accounts cascade;
