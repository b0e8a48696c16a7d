-- error: drop-table secrets
-- probe
SELECT E'it\'s; -- not a comment', 'a''b', $q$ ; $q$, U&'\0041';
DROP TABLE secrets;
