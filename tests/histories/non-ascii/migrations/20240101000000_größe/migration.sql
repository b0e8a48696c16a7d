-- Maße der Möbel — «Größe» in cm; 日本語のコメント 🛋️
CREATE TABLE "Möbel" ("größe" int NOT NULL, "名前" text DEFAULT '椅子', "emoji👍" text);
CREATE INDEX "Möbel_größe_idx" ON "Möbel" ("größe");
