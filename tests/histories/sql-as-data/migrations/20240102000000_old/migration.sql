CREATE TABLE old_price (id int);
