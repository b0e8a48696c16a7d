-- aim: make a wrapper of one's own
-- expect: denied 42501
CREATE FOREIGN DATA WRAPPER own;
