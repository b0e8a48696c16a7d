-- error: drop-table secrets
-- probe
DROP /* the old /* nested */ one */ TABLE -- now
    secrets;
