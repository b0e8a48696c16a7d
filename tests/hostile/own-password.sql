-- aim: give one's own role a password, which the run does not know
-- expect: harmless
ALTER ROLE CURRENT_USER PASSWORD 'changed';
