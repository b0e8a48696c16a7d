-- aim: run Perl outside of any sandbox
-- expect: denied 42501 0A000 58P01
CREATE EXTENSION plperlu;
DO LANGUAGE plperlu $$ open(F, '>', '@MARKER@') $$;
