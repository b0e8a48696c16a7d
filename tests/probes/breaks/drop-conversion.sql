-- warning: other-object-dropped
-- truth: removes conversion public.there
-- setup
CREATE CONVERSION there FOR 'LATIN1' TO 'UTF8' FROM iso8859_1_to_utf8;
-- probe
DROP CONVERSION there;
