-- aim: a blank that is none for the server
-- expect: ended or refused
SELECT 1;
