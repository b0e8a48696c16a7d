-- error: drop-table
-- probe
DROP TABLE U&"\0073ecrets";
