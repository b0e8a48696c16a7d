DO $$
DECLARE
  batch integer;
BEGIN
  LOOP
    UPDATE "Order" SET "couponCode" = NULL WHERE "id" IN (SELECT "id" FROM "Order" WHERE "couponCode" = '' LIMIT 1000);
    GET DIAGNOSTICS batch = ROW_COUNT;
    EXIT WHEN batch = 0;
  END LOOP;
END $$;
