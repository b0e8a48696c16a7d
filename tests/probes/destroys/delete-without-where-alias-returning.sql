-- error: delete-without-where secrets
-- probe
DELETE FROM ONLY public.secrets AS s RETURNING s.id;
