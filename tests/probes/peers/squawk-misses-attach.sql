-- warning: attach-partition
-- probe
alter table public.events attach partition public.events_2027 for values from ('2027-01-01') to ('2028-01-01');
