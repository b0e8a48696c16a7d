CREATE EXTENSION IF NOT EXISTS an_extension_that_nobody_has;
