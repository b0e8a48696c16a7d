-- warning: create-rule
-- truth: locks public.vehicles ACCESS EXCLUSIVE
-- probe
CREATE OR REPLACE RULE no_removal AS ON DELETE TO vehicles DO ALSO INSERT INTO audit.entries (what) VALUES ('removal');
