CREATE TYPE "Role" AS ENUM ('USER', 'ADMIN', 'GUEST');
CREATE TABLE "Member" ("id" SERIAL PRIMARY KEY, "role" "Role" NOT NULL DEFAULT 'USER', "former" "Role"[]);
