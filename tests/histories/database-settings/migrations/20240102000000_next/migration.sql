CREATE TABLE a (at timestamptz DEFAULT now());
