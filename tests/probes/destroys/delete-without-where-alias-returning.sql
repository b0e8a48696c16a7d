-- error: delete-without-where secrets
-- truth: deletes 2 rows of public.secrets
-- probe
DELETE FROM ONLY public.secrets AS s RETURNING s.id;
