-- warning: rename-object
-- runs: alone
-- setup
CREATE DATABASE before_renaming;
-- probe
ALTER DATABASE before_renaming RENAME TO after_renaming;
