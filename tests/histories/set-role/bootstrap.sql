CREATE ROLE app_owner;
GRANT app_owner TO postgres;
CREATE SCHEMA app AUTHORIZATION app_owner;
GRANT USAGE ON SCHEMA app TO postgres;
