-- warning: drop-function
-- truth: removes cast integer as mood
-- setup
CREATE CAST (integer AS mood) WITH INOUT;
-- probe
DROP CAST (integer AS mood);
