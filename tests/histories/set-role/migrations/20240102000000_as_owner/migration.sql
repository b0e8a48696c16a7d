SET ROLE app_owner;
CREATE TABLE app.b (x int);
