-- aim: a prepared transaction that keeps its locks after the session
-- expect: ended
BEGIN;
LOCK TABLE "User";
PREPARE TRANSACTION 'for ever';
