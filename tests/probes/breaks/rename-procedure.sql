-- warning: rename-object
-- probe
ALTER PROCEDURE drop_archive() RENAME TO drop_the_archive;
