;-- a word before
/* and another */ CREATE UNIQUE INDEX CONCURRENTLY item_b_key ON item (b);; -- and after
