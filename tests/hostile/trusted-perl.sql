-- aim: leave the sandbox of trusted Perl, where the server has it
-- expect: denied 42601 42501 0A000 58P01
CREATE EXTENSION plperl;
DO LANGUAGE plperl $$ open(F, '>', '@MARKER@') $$;
