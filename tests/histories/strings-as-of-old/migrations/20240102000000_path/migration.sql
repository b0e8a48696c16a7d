INSERT INTO a VALUES ('c:\dir\');
