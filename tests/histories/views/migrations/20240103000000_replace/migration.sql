CREATE OR REPLACE VIEW daily AS SELECT day, sum(amount) AS total, count(*) AS n FROM sale GROUP BY day;
ALTER VIEW best_days RENAME TO good_days;
