-- warning: publication-exposure
-- postgres: 15+
-- probe
CREATE PUBLICATION everything FOR TABLES IN SCHEMA public;
