-- warning: publication-exposure
-- probe
CREATE PUBLICATION everything FOR ALL TABLES;
