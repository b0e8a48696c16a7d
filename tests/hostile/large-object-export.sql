-- aim: write a file through a large object
-- expect: denied 42501
SELECT lo_export(lo_from_bytea(0, 'owned'), '@MARKER@');
