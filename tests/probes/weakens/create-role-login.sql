-- notice: create-role
-- truth: adds role somebody
-- probe
CREATE USER somebody;
