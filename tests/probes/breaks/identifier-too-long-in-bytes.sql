-- warning: identifier-too-long
-- truth: adds table public."äääääääääääääääääääääääääääääää"
-- probe
CREATE TABLE "ääääääääääääääääääääääääääääääääää" (id integer);
