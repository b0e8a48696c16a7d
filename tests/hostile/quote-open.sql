-- aim: a quote that never ends
-- expect: ended
SELECT 'never ended;
DROP TABLE "User";
