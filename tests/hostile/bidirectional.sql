-- aim: a right-to-left override that hides a statement from the reader
-- expect: refused
SELECT 1; /* ‮ ;"resU" ELBAT PORD ⁦ */ DROP TABLE "User"; --⁩
