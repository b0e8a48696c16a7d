-- warning: destructive-routine
-- truth: adds function app.reset()
-- probe
CREATE OR REPLACE FUNCTION app.reset() RETURNS void LANGUAGE sql AS 'TRUNCATE app.accounts; DROP TABLE IF EXISTS secrets';
