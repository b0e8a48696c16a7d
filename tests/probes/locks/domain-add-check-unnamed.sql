-- warning: domain-constraint
-- probe
alter domain public.email add check (value <> '');
