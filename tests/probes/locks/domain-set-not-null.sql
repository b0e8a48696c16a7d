-- warning: domain-constraint
-- probe
ALTER DOMAIN email SET NOT NULL;
