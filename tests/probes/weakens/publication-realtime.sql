-- warning: publication-exposure
-- setup
CREATE PUBLICATION supabase_realtime;
-- probe
alter publication supabase_realtime add table public.notes, only users;
