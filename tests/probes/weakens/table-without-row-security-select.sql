-- warning: table-without-row-security
-- exposed: public
-- probe
CREATE TABLE IF NOT EXISTS public.user_copies AS SELECT id, email FROM users;
