-- warning: rewriting-type-change boats.draught
-- truth: locks public.boats ACCESS EXCLUSIVE
-- truth: rewrites public.boats
-- truth: scans public.boats
-- probe
ALTER TABLE "boats" ALTER "draught" TYPE text;
