CREATE TABLE a (t text);
SET standard_conforming_strings = off;
