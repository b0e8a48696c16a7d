-- error: powerful-role
-- probe
create role boss createdb createrole noinherit;
