-- warning: blocking-index
-- truth: locks public.users SHARE
-- truth: scans public.users
-- probe
COMMENT ON TABLE users IS 'people';
CREATE INDEX users_bio_idx ON users (bio);
