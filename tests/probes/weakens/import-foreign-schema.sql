-- warning: foreign-server
-- measured: no, because there is no other server to import from
-- probe
IMPORT FOREIGN SCHEMA public FROM SERVER far INTO app;
