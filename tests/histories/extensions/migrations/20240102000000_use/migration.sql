CREATE TABLE person (id uuid DEFAULT uuid_generate_v4() PRIMARY KEY, mail citext UNIQUE, name text, code text DEFAULT encode(gen_random_bytes(8), 'hex'));
CREATE INDEX person_name_trgm ON person USING gin (name gin_trgm_ops);
