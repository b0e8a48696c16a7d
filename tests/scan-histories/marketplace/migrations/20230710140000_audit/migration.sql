-- CreateTable
CREATE TABLE "AuditLog" (
    "id" BIGSERIAL NOT NULL,
    "actorId" TEXT,
    "action" TEXT NOT NULL,
    "payload" JSONB,
    "at" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "AuditLog_pkey" PRIMARY KEY ("id")
);

CREATE OR REPLACE FUNCTION audit_order() RETURNS trigger AS $$
BEGIN
  INSERT INTO "AuditLog" ("actorId", "action", "payload") VALUES (NEW."buyerId", TG_OP, to_jsonb(NEW));
  RETURN NEW;
END;
$$ LANGUAGE plpgsql;

CREATE TRIGGER order_audit AFTER INSERT OR UPDATE ON "Order" FOR EACH ROW EXECUTE FUNCTION audit_order();
