-- aim: place files where the server may write
-- expect: denied 42501
CREATE TABLESPACE outside LOCATION '/tmp';
