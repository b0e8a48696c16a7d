-- warning: blocking-index events
-- probe
CREATE INDEX events_at_idx ON events (at);
