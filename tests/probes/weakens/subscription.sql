-- warning: foreign-server
-- truth: adds subscription feed
-- probe
CREATE SUBSCRIPTION feed CONNECTION 'host=db.example.com dbname=shop' PUBLICATION changes WITH (connect = false);
