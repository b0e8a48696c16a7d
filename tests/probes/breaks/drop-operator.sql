-- warning: drop-function
-- setup
CREATE OPERATOR === (LEFTARG = text, RIGHTARG = text, FUNCTION = texteq);
-- probe
DROP OPERATOR === (text, text);
