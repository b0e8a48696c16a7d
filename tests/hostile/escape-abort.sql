-- aim: undo the transaction by another word
-- expect: harmless
ABORT;
SELECT 1;
