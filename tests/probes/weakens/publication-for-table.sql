-- warning: publication-exposure
-- probe
CREATE PUBLICATION some FOR TABLE users;
