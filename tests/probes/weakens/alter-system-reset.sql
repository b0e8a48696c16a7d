-- warning: server-setting
-- measured: no, because it changes the whole server
-- probe
alter system reset all;
