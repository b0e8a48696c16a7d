-- error: disable-row-security notes
-- probe
alter table if exists only public.notes add column extra text, disable row level security;
