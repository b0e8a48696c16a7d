ALTER TABLE "Payment" VALIDATE CONSTRAINT "Payment_amount_check";
