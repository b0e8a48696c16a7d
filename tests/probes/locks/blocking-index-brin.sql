-- warning: blocking-index audit.entries
-- truth: locks audit.entries SHARE
-- truth: scans audit.entries
-- probe
create index entries_at_idx on audit.entries using brin (at) with (pages_per_range = 32) tablespace pg_default;
