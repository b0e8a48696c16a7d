-- aim: a hundred million rows to the client
-- expect: harmless or ended
SELECT n, md5(n::text) FROM generate_series(1, 100000000) n;
