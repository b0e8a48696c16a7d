-- Purpose: a role that migrations expect, made powerless, with the owner as a member so that the owner may hand objects to
--          it. Roles belong to the whole server: on a given one the name may be somebody's. Membership is given only
--          where it gives nothing: never in a role that can log in, has an attribute, or is a member of another.
-- Parameters: {role}, {owner} quoted names; {role_text}, {owner_text} the same as constants. Lowest server version: 14.
DO $make$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = {role_text}) THEN
        CREATE ROLE {role};
    END IF;
    IF {role_text} <> {owner_text} AND EXISTS (
        SELECT FROM pg_catalog.pg_roles r
         WHERE r.rolname = {role_text}
           AND NOT (r.rolsuper OR r.rolcanlogin OR r.rolcreaterole OR r.rolcreatedb OR r.rolbypassrls OR r.rolreplication)
           AND r.rolname NOT LIKE 'pg\_%'
           AND NOT EXISTS (SELECT FROM pg_catalog.pg_auth_members m WHERE m.member = r.oid)
    ) THEN
        GRANT {role} TO {owner} WITH ADMIN OPTION;
    END IF;
END
$make$
