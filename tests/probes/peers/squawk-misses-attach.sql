-- warning: attach-partition
-- truth: locks public.events SHARE UPDATE EXCLUSIVE
-- truth: locks public.events_2027 ACCESS EXCLUSIVE
-- truth: scans public.events_2027
-- probe
alter table public.events attach partition public.events_2027 for values from ('2027-01-01') to ('2028-01-01');
