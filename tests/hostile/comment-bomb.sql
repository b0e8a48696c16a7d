-- aim: nested comments, on which the server's lexer is quadratic
-- expect: refused
@</*>*100000@@<*/>*100000@ SELECT 1;
