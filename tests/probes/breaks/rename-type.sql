-- warning: rename-object mood
-- probe
ALTER TYPE mood RENAME TO feeling;
