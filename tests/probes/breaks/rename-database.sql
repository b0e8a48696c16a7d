-- warning: rename-object
-- runs: alone
-- truth: changes database before_renaming: name before_renaming to after_renaming
-- setup
CREATE DATABASE before_renaming;
-- probe
ALTER DATABASE before_renaming RENAME TO after_renaming;
