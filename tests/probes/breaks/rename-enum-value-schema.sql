-- warning: rename-object
-- truth: changes enum value public.mood.ok: name ok to fine
-- probe
alter type public.mood rename value 'ok' to 'fine';
