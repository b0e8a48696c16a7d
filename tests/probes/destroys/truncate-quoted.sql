-- error: truncate "Post"
-- probe
Truncate Table "Post" Continue Identity Restrict;
