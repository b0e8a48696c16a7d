-- notice: table-without-row-security
-- truth: adds index public.letters_pkey
-- truth: adds table public.letters
-- probe
CREATE TABLE letters (id integer PRIMARY KEY, body text);
