-- warning: reassign-owned
-- truth: adds privilege DELETE on table public.left_behind for app_user
-- truth: adds privilege INSERT on table public.left_behind for app_user
-- truth: adds privilege REFERENCES on table public.left_behind for app_user
-- truth: adds privilege SELECT on table public.left_behind for app_user
-- truth: adds privilege TRIGGER on table public.left_behind for app_user
-- truth: adds privilege TRUNCATE on table public.left_behind for app_user
-- truth: adds privilege UPDATE on table public.left_behind for app_user
-- truth: changes table public.left_behind: owner retired to app_user
-- setup
CREATE TABLE left_behind (id integer);
ALTER TABLE left_behind OWNER TO retired;
-- probe
REASSIGN OWNED BY retired TO app_user;
