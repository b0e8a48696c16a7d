CREATE SEQUENCE seq;
CREATE FUNCTION code() RETURNS int LANGUAGE sql AS $$ SELECT 1 $$;
CREATE TABLE parent (id int PRIMARY KEY);
CREATE TABLE child (id int DEFAULT nextval('seq'), code int DEFAULT code(), parent_id int REFERENCES parent);
CREATE VIEW both_of_them AS SELECT c.id, p.id AS parent FROM child c JOIN parent p ON p.id = c.parent_id;
