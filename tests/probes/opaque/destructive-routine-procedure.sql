-- warning: destructive-routine
-- truth: adds procedure public.reset_all()
-- probe
CREATE PROCEDURE reset_all() LANGUAGE sql BEGIN ATOMIC DELETE FROM secrets; END;
