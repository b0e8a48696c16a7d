-- warning: publication-exposure
-- probe
ALTER PUBLICATION changes ADD TABLE secrets;
