-- warning: set-schema mood
-- truth: changes column public.notes.mood: type mood to app.mood
-- truth: changes type public.mood: schema public to app
-- probe
ALTER TYPE mood SET SCHEMA app;
