-- notice: other-grant | broad-grant
-- setup
SELECT lo_create(424243);
-- probe
GRANT SELECT ON LARGE OBJECT 424243 TO reporting;
