-- warning: table-without-row-security
-- exposed: public
-- truth: adds table public.user_copies
-- probe
CREATE TABLE IF NOT EXISTS public.user_copies AS SELECT id, email FROM users;
