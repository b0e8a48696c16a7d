-- aim: a script over the size limit
-- expect: refused
SELECT '@<x>*6000000@';
