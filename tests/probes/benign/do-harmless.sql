-- probe
DO $$ BEGIN
    IF NOT EXISTS (SELECT 1 FROM pg_type WHERE typname = 'flavour') THEN
        CREATE TYPE flavour AS ENUM ('sweet', 'sour');
    END IF;
EXCEPTION WHEN duplicate_object THEN null;
END $$;
