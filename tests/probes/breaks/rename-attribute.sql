-- warning: rename-object
-- truth: changes attribute public.address.zip: name zip to postcode
-- probe
ALTER TYPE address RENAME ATTRIBUTE zip TO postcode CASCADE;
