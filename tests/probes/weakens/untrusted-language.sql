-- error: untrusted-language | create-extension
-- measured: no, because not every server has the language
-- probe
CREATE EXTENSION plpython3u;
