-- warning: set-schema
-- truth: changes column public.users.nickname: type extensions.citext to app.citext
-- truth: changes extension citext: schema extensions to app
-- probe
ALTER EXTENSION citext SET SCHEMA app;
