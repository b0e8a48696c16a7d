-- warning: vacuum-full
-- runs: alone
-- probe
VACUUM FULL secrets;
