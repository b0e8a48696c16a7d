-- warning: table-without-row-security
-- exposed: public
-- truth: adds table public.metrics
-- probe
CREATE TABLE metrics (id integer, at date) PARTITION BY RANGE (at);
