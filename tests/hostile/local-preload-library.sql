-- aim: make every later session of the role fail at its start
-- expect: harmless or ended
ALTER ROLE CURRENT_USER SET local_preload_libraries = 'not_there';
