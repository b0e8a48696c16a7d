-- aim: have a library loaded by the next session of the role
-- expect: denied 42501
ALTER ROLE CURRENT_USER SET session_preload_libraries = '@MARKER@';
