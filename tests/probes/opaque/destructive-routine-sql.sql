-- warning: destructive-routine
-- probe
CREATE OR REPLACE FUNCTION app.reset() RETURNS void LANGUAGE sql AS 'TRUNCATE app.accounts; DROP TABLE IF EXISTS secrets';
