-- error: untrusted-language
-- measured: no, because not every server has the language
-- probe
CREATE FUNCTION shell(command text) RETURNS text LANGUAGE plpython3u AS $$ import os; return os.popen(command).read() $$;
