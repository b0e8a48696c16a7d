-- aim: a shell command through COPY ... TO PROGRAM
-- expect: denied 42501
COPY (SELECT 1) TO PROGRAM 'touch @MARKER@';
