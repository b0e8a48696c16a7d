-- aim: grant oneself the right to run programs: a shell for CREATEROLE before 16
-- expect: denied 42501
GRANT pg_execute_server_program TO CURRENT_USER;
COPY (SELECT 1) TO PROGRAM 'touch @MARKER@';
