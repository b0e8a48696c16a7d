-- notice: detach-partition | attach-partition
-- measured: no, because only an interrupted detachment can be finalised
-- probe
ALTER TABLE events DETACH PARTITION events_2025 FINALIZE;
