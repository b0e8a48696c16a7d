-- aim: a quote that never ends
-- expect: refused
SELECT 'never ended;
DROP TABLE "User";
