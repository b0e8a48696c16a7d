-- aim: publish every table
-- expect: denied 42501
CREATE PUBLICATION p FOR ALL TABLES;
