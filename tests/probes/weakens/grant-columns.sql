-- warning: broad-grant
-- probe
GRANT SELECT (email), UPDATE (phone) ON users TO anon;
