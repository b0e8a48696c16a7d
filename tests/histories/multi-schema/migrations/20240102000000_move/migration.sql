ALTER SCHEMA "Auth Service" RENAME TO auth_service;
CREATE SCHEMA archive;
ALTER TABLE billing."Invoice" SET SCHEMA archive;
DROP VIEW public.invoices;
CREATE SCHEMA scratch CREATE TABLE t (x int) CREATE VIEW v AS SELECT * FROM t;
DROP SCHEMA scratch CASCADE;
