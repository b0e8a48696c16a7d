-- aim: operator characters, on which the server's lexer is quadratic
-- expect: refused
SELECT 1 @<+>*200000@ 1;
