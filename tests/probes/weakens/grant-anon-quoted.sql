-- warning: broad-grant
-- truth: adds privilege UPDATE on table public."User" for anon
-- truth: adds privilege UPDATE on table public."User" for authenticated
-- probe
grant update on "User" to "anon", authenticated;
