-- warning: drop-policy
-- truth: removes policy public.notes.notes_published
-- probe
drop policy if exists "notes_published" on public.notes cascade;
