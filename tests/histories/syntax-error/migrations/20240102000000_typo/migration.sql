-- größer 👍
INSERT INTO a VALUES ('ä');
INSERT INTO a
    VALUES ('öö🎉') RETURNNG x;
