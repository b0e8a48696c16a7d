-- error: delete-without-where secrets
-- truth: adds function public.once()
-- truth: deletes 2 rows of public.secrets
-- probe
CREATE FUNCTION once() RETURNS void LANGUAGE sql BEGIN ATOMIC DELETE FROM secrets; SELECT NULL::void; END;
SELECT once();
