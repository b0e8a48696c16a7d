-- aim: read who may connect how
-- expect: denied 42501
SELECT * FROM pg_hba_file_rules;
