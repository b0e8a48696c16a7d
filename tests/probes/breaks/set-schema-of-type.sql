-- warning: set-schema mood
-- probe
ALTER TYPE mood SET SCHEMA app;
