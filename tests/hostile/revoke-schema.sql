-- aim: take one's own role the schema
-- expect: harmless or ended
REVOKE ALL ON SCHEMA public FROM PUBLIC, CURRENT_USER;
