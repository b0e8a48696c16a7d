CREATE TABLE sale (id int PRIMARY KEY, day date NOT NULL, amount numeric NOT NULL);
CREATE VIEW daily AS SELECT day, sum(amount) AS total FROM sale GROUP BY day;
CREATE VIEW best_days WITH (security_barrier) AS SELECT * FROM daily WHERE total > 1000;
CREATE MATERIALIZED VIEW monthly AS SELECT date_trunc('month', day) AS month, sum(total) AS total FROM daily GROUP BY 1 WITH NO DATA;
CREATE UNIQUE INDEX monthly_month_idx ON monthly (month);
