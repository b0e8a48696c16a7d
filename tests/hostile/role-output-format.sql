-- aim: later sessions print dates, bytes and numbers otherwise
-- expect: harmless
ALTER ROLE CURRENT_USER SET datestyle = 'SQL, DMY';
ALTER ROLE CURRENT_USER SET intervalstyle = 'iso_8601';
ALTER ROLE CURRENT_USER SET bytea_output = 'escape';
ALTER ROLE CURRENT_USER SET quote_all_identifiers = on;
ALTER ROLE CURRENT_USER SET extra_float_digits = -15;
ALTER ROLE CURRENT_USER SET timezone = 'Asia/Kathmandu';
