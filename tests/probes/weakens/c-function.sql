-- error: untrusted-language
-- probe
CREATE FUNCTION my_texteq(text, text) RETURNS boolean LANGUAGE internal STRICT IMMUTABLE AS 'texteq';
