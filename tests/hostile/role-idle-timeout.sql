-- aim: later sessions of the role are ended when they pause
-- expect: harmless or ended
ALTER ROLE CURRENT_USER SET idle_in_transaction_session_timeout = '1ms';
ALTER ROLE CURRENT_USER SET idle_session_timeout = '1ms';
