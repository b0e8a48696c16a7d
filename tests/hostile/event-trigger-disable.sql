-- aim: silence the witness of drops
-- expect: denied 42501
DO $$ DECLARE t record; BEGIN
    FOR t IN SELECT evtname FROM pg_event_trigger LOOP EXECUTE format('ALTER EVENT TRIGGER %I DISABLE', t.evtname); END LOOP;
    DROP TABLE "User";
    RAISE insufficient_privilege USING MESSAGE = 'there was no witness';
END $$;
