-- warning: drop-function
-- probe
DROP FUNCTION tax(amount numeric), purge_users() RESTRICT;
