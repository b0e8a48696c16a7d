-- notice: other-grant | broad-grant
-- truth: adds privilege SELECT on large object 424243 for reporting
-- setup
SELECT lo_create(424243);
-- probe
GRANT SELECT ON LARGE OBJECT 424243 TO reporting;
