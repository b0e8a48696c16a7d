-- error: untrusted-language
-- truth: adds function public.my_texteq(text, text)
-- probe
CREATE FUNCTION my_texteq(text, text) RETURNS boolean LANGUAGE internal STRICT IMMUTABLE AS 'texteq';
