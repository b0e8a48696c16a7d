-- probe
CREATE DOMAIN postcode AS text CHECK (VALUE ~ '^\d{5}$');
