-- warning: publication-exposure
-- truth: adds publication few
-- truth: adds published table public.users by few
-- probe
CREATE PUBLICATION few FOR TABLE users;
