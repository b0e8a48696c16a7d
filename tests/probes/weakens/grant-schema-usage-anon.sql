-- warning: broad-grant
-- truth: adds privilege USAGE on schema audit for anon
-- probe
GRANT USAGE ON SCHEMA audit TO anon;
