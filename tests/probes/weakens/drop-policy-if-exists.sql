-- error: drop-policy
-- probe
drop policy if exists "notes_published" on public.notes cascade;
