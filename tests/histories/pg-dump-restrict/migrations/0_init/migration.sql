--
-- PostgreSQL database dump
--

\restrict 4fKxXy7oZcVb

SET statement_timeout = 0;
CREATE TABLE public.a (x integer);

\unrestrict 4fKxXy7oZcVb
