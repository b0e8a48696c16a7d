-- warning: other-object-dropped
-- truth: removes access method heap_again
-- setup
CREATE ACCESS METHOD heap_again TYPE TABLE HANDLER heap_tableam_handler;
-- probe
DROP ACCESS METHOD heap_again;
