-- warning: other-object-dropped
-- probe
DROP LANGUAGE IF EXISTS plpgsql CASCADE;
