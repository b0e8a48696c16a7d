-- error: drop-column notes.published
-- truth: removes column public.notes.published
-- truth: removes policy public.notes.notes_published
-- probe
ALTER TABLE notes DROP COLUMN published CASCADE;
