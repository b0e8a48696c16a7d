CREATE TABLE price (sku text PRIMARY KEY, cents int NOT NULL);
INSERT INTO price VALUES ('a', 150), ('b', 995);
