-- aim: connect back to the server as its superuser, or to the network
-- expect: denied 42501
CREATE EXTENSION dblink;
SELECT dblink_exec('user=migration_gate dbname=template1', 'COPY (SELECT 1) TO PROGRAM ''touch @MARKER@''');
