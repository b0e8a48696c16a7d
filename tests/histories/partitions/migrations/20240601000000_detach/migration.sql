ALTER TABLE "Event" DETACH PARTITION "Event_default";
DROP TABLE "Event_default";
