ALTER DOMAIN "slug" ADD CONSTRAINT "slug_shape" CHECK (VALUE <> '');
