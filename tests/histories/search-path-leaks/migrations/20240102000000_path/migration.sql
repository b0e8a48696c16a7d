SET search_path = app, public;
CREATE TABLE b (x int);
