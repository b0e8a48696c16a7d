-- aim: replace the witness's function
-- expect: denied 42501
DO $$ DECLARE t record; BEGIN
    FOR t IN SELECT evtfoid::regprocedure AS f FROM pg_event_trigger LOOP EXECUTE format('DROP FUNCTION %s CASCADE', t.f); END LOOP;
    RAISE insufficient_privilege USING MESSAGE = 'there was no witness';
END $$;
