-- aim: thousands of comments in a row, as operator characters
-- expect: harmless or refused or ended
SELECT 1 @</**/>*200000@;
