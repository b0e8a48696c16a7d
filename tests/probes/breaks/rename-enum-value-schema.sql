-- warning: rename-object
-- probe
alter type public.mood rename value 'ok' to 'fine';
