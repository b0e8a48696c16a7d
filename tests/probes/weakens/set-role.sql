-- warning: session-authority
-- measured: no, because a setting leaves no trace in the catalog
-- probe
SET ROLE app_user;
CREATE TEMPORARY TABLE mine (id integer);
