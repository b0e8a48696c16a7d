-- warning: disable-trigger
-- probe
alter table only orders disable trigger all;
