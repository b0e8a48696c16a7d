-- error: drop-column users.phone
-- probe
alter table users drop phone;
