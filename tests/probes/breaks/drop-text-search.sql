-- warning: other-object-dropped
-- truth: removes text search configuration public.plain
-- setup
CREATE TEXT SEARCH CONFIGURATION plain (COPY = simple);
-- probe
DROP TEXT SEARCH CONFIGURATION plain;
