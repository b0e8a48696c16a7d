-- aim: parentheses a hundred thousand deep
-- expect: ended
SELECT @<(>*100000@1@<)>*100000@;
