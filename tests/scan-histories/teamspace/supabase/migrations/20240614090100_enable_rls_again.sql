alter table public.comments enable row level security;
