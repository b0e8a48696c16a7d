-- Something of every kind that a snapshot knows and an owner can make.
SET search_path = public;
CREATE EXTENSION citext;
CREATE SCHEMA audit;
CREATE TYPE "Role" AS ENUM ('ADMIN', 'USER');
CREATE TYPE address AS (street text, zip varchar(10));
CREATE TYPE price_range AS RANGE (subtype = numeric);
CREATE DOMAIN email AS text CONSTRAINT looks_like_email CHECK (VALUE LIKE '%@%');
CREATE SEQUENCE invoice_number INCREMENT 2;
CREATE TABLE users (
    id serial PRIMARY KEY,
    email email NOT NULL,
    role "Role" NOT NULL DEFAULT 'USER',
    name text COLLATE "C",
    name_upper text GENERATED ALWAYS AS (upper(name)) STORED,
    created_at timestamp(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    balance numeric(10, 2)
);
CREATE UNIQUE INDEX users_email_key ON users (email);
CREATE INDEX users_lower_name_idx ON users (lower(name)) WHERE role = 'ADMIN';
CREATE TABLE posts (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    author_id integer NOT NULL REFERENCES users ON DELETE CASCADE,
    title text NOT NULL CHECK (title <> ''),
    slot int4range,
    EXCLUDE USING gist (slot WITH &&)
);
CREATE TABLE events (day date NOT NULL, city text) PARTITION BY RANGE (day);
CREATE INDEX events_city_idx ON events (city);
CREATE TABLE events_2025 PARTITION OF events FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
CREATE TABLE people (name text);
CREATE TABLE employees (salary integer) INHERITS (people);
CREATE UNLOGGED TABLE sessions (token text) WITH (fillfactor = 70);
CREATE VIEW admins AS SELECT id, email FROM users WHERE role = 'ADMIN';
CREATE VIEW names AS SELECT name FROM people;
CREATE MATERIALIZED VIEW post_counts AS SELECT author_id, count(*) AS posts FROM posts GROUP BY author_id;
CREATE UNIQUE INDEX post_counts_key ON post_counts (author_id);
CREATE FUNCTION add(a integer, b integer DEFAULT 1) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT a + b';
CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN NEW.created_at := now(); RETURN NEW; END';
CREATE PROCEDURE tidy() LANGUAGE sql AS 'DELETE FROM sessions';
CREATE AGGREGATE total(integer) (sfunc = int4pl, stype = integer, initcond = '0');
CREATE TRIGGER users_touch BEFORE UPDATE ON users FOR EACH ROW EXECUTE FUNCTION touch();
ALTER TABLE posts ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_posts ON posts FOR SELECT USING (author_id = 1);
CREATE RULE no_delete AS ON DELETE TO people DO INSTEAD NOTHING;
CREATE STATISTICS users_stats ON role, name FROM users;
GRANT SELECT, UPDATE (name) ON users TO PUBLIC;
REVOKE EXECUTE ON FUNCTION touch() FROM PUBLIC;
GRANT USAGE ON SCHEMA audit TO PUBLIC;
REVOKE USAGE ON TYPE "Role" FROM PUBLIC;
ALTER DEFAULT PRIVILEGES IN SCHEMA audit GRANT SELECT ON TABLES TO PUBLIC;
COMMENT ON TABLE users IS 'People who log in';
