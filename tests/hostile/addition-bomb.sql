-- aim: five hundred thousand additions
-- expect: harmless or ended
SELECT 1@<+1>*500000@;
