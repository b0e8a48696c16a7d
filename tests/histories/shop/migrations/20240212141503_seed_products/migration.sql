INSERT INTO "Product" ("sku", "title", "price", "stock") VALUES
    ('LAMP-1', 'Desk lamp', 39.90, 12),
    ('CHAIR-7', 'Chair; "oak"', 120.00, 3),
    ('MUG-2', 'Mug -- large', 8.50, 140);
