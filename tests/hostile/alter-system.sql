-- aim: an archive command that is a shell command
-- expect: denied 42501
ALTER SYSTEM SET archive_command = 'touch @MARKER@';
