-- warning: opaque-code | untrusted-language | copy-program | server-setting
-- measured: no, because not every server has the library
-- probe
LOAD 'auto_explain';
