-- warning: rename-object
-- truth: changes enum value public.role."GUEST": name GUEST to VISITOR
-- probe
ALTER TYPE role RENAME VALUE 'GUEST' TO 'VISITOR';
