-- aim: read a secret through a shell command
-- expect: denied 42501
CREATE TABLE loot (line text);
COPY loot FROM PROGRAM 'cat @SECRET@; touch @MARKER@';
