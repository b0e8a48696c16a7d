DO $$
BEGIN
  IF EXISTS (SELECT 1 FROM information_schema.columns WHERE table_name = 'User' AND column_name = 'lastName') THEN
    ALTER TABLE "User" DROP COLUMN "lastName";
  END IF;
END $$;
