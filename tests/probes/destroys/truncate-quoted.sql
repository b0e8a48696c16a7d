-- error: truncate "Post"
-- truth: empties public."Post"
-- probe
Truncate Table "Post" Continue Identity Restrict;
