-- warning: destructive-routine
-- probe
CREATE PROCEDURE reset_all() LANGUAGE sql BEGIN ATOMIC DELETE FROM secrets; END;
