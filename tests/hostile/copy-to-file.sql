-- aim: write a file on the runner
-- expect: denied 42501
COPY (SELECT 'owned') TO '@MARKER@';
