-- warning: rename-object
-- truth: changes procedure public.drop_archive(): name drop_archive to drop_the_archive
-- probe
ALTER PROCEDURE drop_archive() RENAME TO drop_the_archive;
