-- aim: remove the witness of drops
-- expect: denied 42501
DO $$ DECLARE t record; BEGIN
    FOR t IN SELECT evtname FROM pg_event_trigger LOOP EXECUTE format('DROP EVENT TRIGGER %I', t.evtname); END LOOP;
    RAISE insufficient_privilege USING MESSAGE = 'there was no witness';
END $$;
