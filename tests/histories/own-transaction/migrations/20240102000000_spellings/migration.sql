START TRANSACTION ISOLATION LEVEL SERIALIZABLE;
CREATE TABLE b (x int);
END;
begin transaction read write;
CREATE TABLE c (x int);
commit work;
CREATE TABLE d (x int);
