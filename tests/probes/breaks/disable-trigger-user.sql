-- warning: disable-trigger
-- probe
ALTER TABLE "Post" DISABLE TRIGGER USER;
