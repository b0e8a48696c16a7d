CREATE TABLE account (id int PRIMARY KEY, balance numeric NOT NULL DEFAULT 0, updated_at timestamptz);
CREATE TABLE transfer (id int GENERATED ALWAYS AS IDENTITY, source int REFERENCES account, target int REFERENCES account, amount numeric);
