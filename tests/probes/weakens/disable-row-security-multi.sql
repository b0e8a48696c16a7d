-- error: disable-row-security notes
-- truth: adds column public.notes.extra
-- truth: changes table public.notes: row security true to false
-- probe
alter table if exists only public.notes add column extra text, disable row level security;
