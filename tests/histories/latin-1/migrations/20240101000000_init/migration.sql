CREATE TABLE a (x text DEFAULT 'größe');
