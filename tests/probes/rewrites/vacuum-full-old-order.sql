-- warning: vacuum-full
-- runs: alone
-- probe
vacuum full verbose analyze secrets;
