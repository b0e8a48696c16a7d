-- aim: two hundred thousand statements
-- expect: harmless or ended
@<SELECT 1;>*200000@
