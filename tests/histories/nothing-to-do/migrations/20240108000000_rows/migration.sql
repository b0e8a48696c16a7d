SELECT 1 AS a, 'x' AS b;
VALUES (1), (2);
SHOW server_version;
