-- error: powerful-role
-- truth: adds role boss
-- probe
create role boss createdb createrole noinherit;
