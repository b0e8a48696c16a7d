-- aim: take all memory with a huge work_mem
-- expect: ended
SET work_mem = '1500MB';
SET hash_mem_multiplier = 1000;
SELECT count(*) FROM (SELECT DISTINCT n, md5(n::text) FROM generate_series(1, 1000000000) n) d;
