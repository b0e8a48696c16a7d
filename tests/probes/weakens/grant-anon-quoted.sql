-- warning: broad-grant
-- probe
grant update on "User" to "anon", authenticated;
