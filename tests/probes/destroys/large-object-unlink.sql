-- notice: opaque-code lo_unlink
-- truth: removes large object 424242
-- setup
SELECT lo_create(424242);
-- probe
SELECT lo_unlink(424242);
