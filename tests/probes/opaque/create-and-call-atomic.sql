-- error: delete-without-where secrets
-- probe
CREATE FUNCTION once() RETURNS void LANGUAGE sql BEGIN ATOMIC DELETE FROM secrets; SELECT NULL::void; END;
SELECT once();
