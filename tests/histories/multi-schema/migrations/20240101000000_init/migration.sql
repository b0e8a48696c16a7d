CREATE SCHEMA IF NOT EXISTS "billing";
CREATE SCHEMA "Auth Service";
CREATE TYPE "billing"."Currency" AS ENUM ('EUR', 'USD');
CREATE TABLE "Auth Service"."User" ("id" int PRIMARY KEY);
CREATE TABLE "billing"."Invoice" ("id" int PRIMARY KEY, "user" int REFERENCES "Auth Service"."User" ("id"), "currency" "billing"."Currency" NOT NULL DEFAULT 'EUR');
CREATE VIEW public.invoices AS SELECT i.id, u.id AS user_id FROM billing."Invoice" i JOIN "Auth Service"."User" u ON u.id = i."user";
