-- probe
CREATE TABLE tags (id integer PRIMARY KEY, name text);
CREATE INDEX tags_name_idx ON tags (name);
CREATE TABLE taggings (id integer PRIMARY KEY, tag_id integer);
ALTER TABLE taggings ADD CONSTRAINT taggings_tag_fkey FOREIGN KEY (tag_id) REFERENCES tags (id);
ALTER TABLE tags ADD CONSTRAINT tags_name_check CHECK (name <> '');
ALTER TABLE tags ALTER COLUMN name SET NOT NULL;
ALTER TABLE tags ADD CONSTRAINT tags_name_unique UNIQUE (name);
