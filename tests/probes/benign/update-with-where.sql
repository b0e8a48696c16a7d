-- probe
UPDATE users SET active = false WHERE email = 'ann@example.com';
