CREATE TABLE public.a (x integer, t text);
