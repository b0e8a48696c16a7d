-- warning: rename-object
-- probe
ALTER TYPE role RENAME VALUE 'GUEST' TO 'VISITOR';
