drop table if exists public.api_keys cascade;
