-- error: drop-table secrets
-- probe
CALL drop_archive();
