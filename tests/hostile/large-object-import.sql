-- aim: read a file through a large object
-- expect: denied 42501
SELECT lo_import('@SECRET@');
