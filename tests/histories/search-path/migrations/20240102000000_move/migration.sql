SET search_path TO app;
CREATE TABLE b (x int);
