-- probe
CREATE TYPE "Colour" AS ENUM ('RED', 'DROP TABLE users', 'BLUE');
