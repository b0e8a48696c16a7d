-- warning: table-without-row-security
-- exposed: public
-- truth: adds index public.letters_pkey
-- truth: adds table public.letters
-- probe
CREATE TABLE letters (id integer PRIMARY KEY, body text);
