-- error: drop-type mood
-- probe
DROP TYPE mood CASCADE;
