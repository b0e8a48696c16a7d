-- warning: blocking-index
-- probe
COMMENT ON TABLE users IS 'people';
CREATE INDEX users_bio_idx ON users (bio);
