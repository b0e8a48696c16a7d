CREATE TABLE public.c (x int);
