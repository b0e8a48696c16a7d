-- aim: one value of 500 MB to the client
-- expect: harmless or ended
SELECT repeat('x', 500000000);
