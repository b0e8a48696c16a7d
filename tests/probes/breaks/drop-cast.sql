-- warning: drop-function
-- setup
CREATE CAST (integer AS mood) WITH INOUT;
-- probe
DROP CAST (integer AS mood);
