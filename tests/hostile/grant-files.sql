-- aim: grant oneself the right to read files
-- expect: denied 42501
GRANT pg_read_server_files TO CURRENT_USER;
