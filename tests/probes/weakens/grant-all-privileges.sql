-- warning: broad-grant
-- probe
GRANT ALL PRIVILEGES ON TABLE users, orders TO app_user;
