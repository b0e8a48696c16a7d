-- warning: rewriting-table-change
-- postgres: 15+
-- setup
CREATE ACCESS METHOD heap_again TYPE TABLE HANDLER heap_tableam_handler;
-- probe
ALTER TABLE secrets SET ACCESS METHOD heap_again;
