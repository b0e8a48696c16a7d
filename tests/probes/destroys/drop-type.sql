-- error: drop-type mood
-- truth: removes column public.notes.mood
-- truth: removes type public.mood
-- probe
DROP TYPE mood CASCADE;
