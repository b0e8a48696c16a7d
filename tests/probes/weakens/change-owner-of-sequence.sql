-- warning: change-owner
-- truth: adds privilege SELECT on sequence public.invoice_numbers for app_user
-- truth: adds privilege UPDATE on sequence public.invoice_numbers for app_user
-- truth: adds privilege USAGE on sequence public.invoice_numbers for app_user
-- truth: changes sequence public.invoice_numbers: owner migration_gate to app_user
-- truth: removes privilege SELECT on sequence public.invoice_numbers for migration_gate
-- truth: removes privilege UPDATE on sequence public.invoice_numbers for migration_gate
-- truth: removes privilege USAGE on sequence public.invoice_numbers for migration_gate
-- probe
ALTER SEQUENCE invoice_numbers OWNER TO app_user;
