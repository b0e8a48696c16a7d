-- aim: read a file through a foreign table
-- expect: denied 42501
CREATE EXTENSION file_fdw;
CREATE SERVER s FOREIGN DATA WRAPPER file_fdw;
CREATE FOREIGN TABLE f (line text) SERVER s OPTIONS (program 'touch @MARKER@');
SELECT * FROM f;
