-- warning: publication-exposure
-- truth: adds published table public.secrets by changes
-- probe
ALTER PUBLICATION changes ADD TABLE secrets;
