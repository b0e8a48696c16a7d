-- aim: have the server connect to another host
-- expect: denied 42501
CREATE SUBSCRIPTION s CONNECTION 'host=192.0.2.1 dbname=x' PUBLICATION p WITH (connect = false);
