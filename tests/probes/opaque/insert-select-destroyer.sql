-- error: delete-without-where users
-- truth: deletes 3 rows of public.items
-- truth: deletes 3 rows of public.orders
-- truth: deletes 3 rows of public.users
-- truth: inserts 1 rows of audit.entries
-- truth: moves sequence audit.entries_id_seq from 2 to 3
-- probe
INSERT INTO audit.entries (what) SELECT 'purged ' || purge_users();
