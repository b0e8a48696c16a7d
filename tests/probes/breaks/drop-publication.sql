-- warning: publication-change | other-object-dropped
-- probe
DROP PUBLICATION changes;
