-- aim: later sessions of the role may only read
-- expect: harmless or ended
ALTER ROLE CURRENT_USER SET default_transaction_read_only = on;
