-- probe
CREATE STATISTICS users_more (ndistinct) ON name, phone FROM users;
