-- aim: a dollar quote that never ends
-- expect: refused
DO $x$ BEGIN NULL; END $y$;
