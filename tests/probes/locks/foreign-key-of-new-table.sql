-- notice: foreign-key-lock
-- probe
CREATE TABLE sessions (id integer PRIMARY KEY, user_id integer REFERENCES users (id));
