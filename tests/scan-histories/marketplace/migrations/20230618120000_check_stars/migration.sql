ALTER TABLE "Review" ADD CONSTRAINT "Review_stars_check" CHECK ("stars" BETWEEN 0 AND 1000);
