-- aim: later sessions of the role are cancelled at once
-- expect: harmless or ended
ALTER ROLE CURRENT_USER SET statement_timeout = '1ms';
