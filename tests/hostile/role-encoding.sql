-- aim: later sessions speak another encoding
-- expect: harmless
ALTER ROLE CURRENT_USER SET client_encoding = 'SJIS';
