DO $$ BEGIN
    CREATE TYPE "Status" AS ENUM ('ON', 'OFF');
EXCEPTION WHEN duplicate_object THEN RAISE NOTICE 'type % exists already', 'Status';
END $$;
DO $$
DECLARE t text;
BEGIN
    IF NOT EXISTS (SELECT 1 FROM information_schema.columns WHERE table_name = 'Device' AND column_name = 'name') THEN
        ALTER TABLE "Device" ADD COLUMN "name" text;
    END IF;
    FOREACH t IN ARRAY ARRAY['Device'] LOOP
        EXECUTE format('CREATE INDEX %I ON %I (%I)', t || '_status_idx', t, 'status');
    END LOOP;
END
$$ LANGUAGE plpgsql;
