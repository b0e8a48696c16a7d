-- aim: drop the schema in which the history lives
-- expect: ended
DROP SCHEMA public CASCADE;
