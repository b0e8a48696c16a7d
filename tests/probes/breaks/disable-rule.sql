-- warning: disable-trigger
-- probe
ALTER TABLE vehicles DISABLE RULE no_removal;
