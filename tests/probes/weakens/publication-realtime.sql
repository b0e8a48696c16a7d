-- warning: publication-exposure
-- truth: adds published table public.notes by supabase_realtime
-- truth: adds published table public.users by supabase_realtime
-- setup
CREATE PUBLICATION supabase_realtime;
-- probe
alter publication supabase_realtime add table public.notes, only users;
