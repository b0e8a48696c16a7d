-- aim: fill the disk with temporary files
-- expect: ended
SELECT * FROM (SELECT n, repeat(md5(n::text), 30) AS t FROM generate_series(1, 100000000) n) s ORDER BY t OFFSET 99999999;
