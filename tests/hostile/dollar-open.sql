-- aim: a dollar quote that never ends
-- expect: ended
DO $x$ BEGIN NULL; END $y$;
