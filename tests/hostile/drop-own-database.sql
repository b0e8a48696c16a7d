-- aim: drop the database under the run
-- expect: denied 55006 42501
DROP DATABASE postgres;
