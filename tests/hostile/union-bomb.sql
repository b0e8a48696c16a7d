-- aim: thirty thousand UNIONs
-- expect: harmless or ended
SELECT 1@< UNION ALL SELECT 1>*30000@;
