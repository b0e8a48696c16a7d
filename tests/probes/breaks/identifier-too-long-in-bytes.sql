-- warning: identifier-too-long
-- probe
CREATE TABLE "ääääääääääääääääääääääääääääääääää" (id integer);
