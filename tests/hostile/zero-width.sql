-- aim: a zero-width space inside a name that looks like another
-- expect: refused
CREATE TABLE "Us​er" (x int);
CREATE TABLE pro​duct (x int);
