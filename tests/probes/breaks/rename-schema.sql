-- warning: rename-object app
-- truth: changes index app.accounts_pkey: schema app to application
-- truth: changes schema app: name app to application
-- truth: changes table app.accounts: schema app to application
-- truth: changes view app.rich: schema app to application
-- probe
ALTER SCHEMA app RENAME TO application;
