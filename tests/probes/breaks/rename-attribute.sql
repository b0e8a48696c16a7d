-- warning: rename-object
-- probe
ALTER TYPE address RENAME ATTRIBUTE zip TO postcode CASCADE;
