-- warning: rename-object mood
-- truth: changes column public.notes.mood: type mood to feeling
-- truth: changes type public.mood: name mood to feeling
-- probe
ALTER TYPE mood RENAME TO feeling;
