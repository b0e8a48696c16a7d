-- warning: drop-function
-- truth: removes procedure public.drop_archive()
-- probe
DROP PROCEDURE drop_archive();
