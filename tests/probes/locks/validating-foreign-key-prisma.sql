-- warning: validating-foreign-key
-- truth: locks public."User" SHARE ROW EXCLUSIVE
-- truth: scans public."User"
-- probe
-- AddForeignKey
ALTER TABLE "User" ADD CONSTRAINT "User_id_fkey" FOREIGN KEY ("id") REFERENCES "User"("id") ON DELETE SET NULL ON UPDATE CASCADE;
