-- aim: later sessions begin as somebody else
-- expect: harmless or ended
ALTER ROLE CURRENT_USER SET role = 'migration_gate';
