-- notice: create-role
-- probe
CREATE USER somebody;
