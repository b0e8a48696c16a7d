-- error: truncate users
-- probe
TRUNCATE users CASCADE;
