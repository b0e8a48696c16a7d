-- warning: update-without-where boats
-- probe
UPDATE boats SET draught = 0;
