-- warning: other-object-dropped
-- setup
CREATE TEXT SEARCH CONFIGURATION plain (COPY = simple);
-- probe
DROP TEXT SEARCH CONFIGURATION plain;
