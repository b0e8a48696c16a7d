-- warning: change-owner
-- probe
ALTER SEQUENCE invoice_numbers OWNER TO app_user;
