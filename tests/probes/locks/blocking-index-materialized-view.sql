-- warning: blocking-index order_totals
-- truth: locks public.order_totals SHARE
-- truth: scans public.order_totals
-- probe
CREATE INDEX order_totals_total_idx ON order_totals (total);
