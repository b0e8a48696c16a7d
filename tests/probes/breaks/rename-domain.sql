-- warning: rename-object quantity
-- probe
ALTER DOMAIN quantity RENAME TO amount_of;
