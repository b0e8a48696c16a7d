-- probe
CREATE TABLE readings (id bigint, at date) PARTITION BY RANGE (at);
CREATE TABLE readings_2026 PARTITION OF readings FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
CREATE INDEX readings_at_idx ON readings (at);
