-- warning: drop-function
-- probe
DROP PROCEDURE drop_archive();
