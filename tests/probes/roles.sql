-- The roles that every probe finds: they belong to the server, not to a database, so they are made once.

CREATE ROLE anon;
CREATE ROLE authenticated;
CREATE ROLE service_role;
CREATE ROLE app_user LOGIN;
CREATE ROLE reporting;
CREATE ROLE admins;
CREATE ROLE retired;
CREATE ROLE obsolete;
CREATE ROLE trainee IN ROLE admins;
-- Whom examples of pages speak of: the owner of most databases.
CREATE ROLE postgres;
