-- aim: a second database
-- expect: denied 42501
CREATE DATABASE other;
