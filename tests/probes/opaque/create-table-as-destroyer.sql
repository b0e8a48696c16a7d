-- error: delete-without-where users
-- probe
CREATE TABLE outcome AS SELECT purge_users();
