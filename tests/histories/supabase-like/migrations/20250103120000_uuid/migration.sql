alter table public.profiles add column token uuid not null default extensions.uuid_generate_v4();
