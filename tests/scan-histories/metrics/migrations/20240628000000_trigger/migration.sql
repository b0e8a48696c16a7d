CREATE FUNCTION "no_change"() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN OLD; END';
CREATE TRIGGER "accounts_frozen" BEFORE UPDATE ON "accounts_history" FOR EACH ROW EXECUTE PROCEDURE "no_change"();
ALTER TABLE "accounts_history" DISABLE TRIGGER "accounts_frozen";
