-- warning: rewriting-table-change
-- postgres: 15+
-- truth: locks public.secrets ACCESS EXCLUSIVE
-- truth: rewrites public.secrets
-- truth: scans public.secrets
-- setup
CREATE ACCESS METHOD heap_again TYPE TABLE HANDLER heap_tableam_handler;
-- probe
ALTER TABLE secrets SET ACCESS METHOD heap_again;
