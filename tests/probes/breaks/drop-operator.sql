-- warning: drop-function
-- truth: removes operator public.===
-- setup
CREATE OPERATOR === (LEFTARG = text, RIGHTARG = text, FUNCTION = texteq);
-- probe
DROP OPERATOR === (text, text);
