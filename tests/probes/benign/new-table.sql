-- probe
CREATE TABLE letters (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    body text NOT NULL CHECK (body <> ''),
    slug text UNIQUE,
    at timestamptz NOT NULL DEFAULT clock_timestamp()
);
