-- aim: load a library into the server
-- expect: denied 42501
LOAD '@MARKER@';
