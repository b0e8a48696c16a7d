-- aim: run Python outside of any sandbox
-- expect: denied 42501 0A000 58P01
CREATE EXTENSION plpython3u;
DO LANGUAGE plpython3u $$ open('@MARKER@', 'w') $$;
