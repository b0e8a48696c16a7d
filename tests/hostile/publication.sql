-- aim: publish a table of one's own: leaks nothing without a listener
-- expect: harmless
CREATE PUBLICATION p FOR TABLE "User";
