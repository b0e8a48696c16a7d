-- warning: create-rule
-- probe
CREATE OR REPLACE RULE no_removal AS ON DELETE TO vehicles DO ALSO INSERT INTO audit.entries (what) VALUES ('removal');
