CREATE SCHEMA app;
CREATE TABLE public.a (x int);
