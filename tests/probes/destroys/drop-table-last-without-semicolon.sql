-- error: drop-table secrets
-- probe
SELECT 1; DROP TABLE public.secrets
