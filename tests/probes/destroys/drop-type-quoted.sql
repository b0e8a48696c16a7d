-- error: drop-type "Colour"
-- truth: removes column public.paints.colour
-- truth: removes type public."Colour"
-- setup
CREATE TYPE "Colour" AS ENUM ('RED', 'BLUE');
CREATE TABLE paints (id integer, colour "Colour");
INSERT INTO paints VALUES (1, 'RED');
-- probe
DROP TYPE IF EXISTS public."Colour" CASCADE;
