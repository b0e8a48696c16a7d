ALTER TABLE "app"."a" ADD COLUMN k kind;
