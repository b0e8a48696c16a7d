-- notice: replace-function
-- probe
CREATE OR REPLACE FUNCTION tax(amount numeric DEFAULT 0) RETURNS numeric LANGUAGE sql AS $$ SELECT amount $$;
