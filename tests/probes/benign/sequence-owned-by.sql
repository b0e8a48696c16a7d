-- probe
ALTER SEQUENCE invoice_numbers OWNED BY orders.number;
