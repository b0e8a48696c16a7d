-- probe
NOTIFY changes, 'DROP TABLE users';
