-- aim: sequences that rewrite the terminal
-- expect: ended
DO $$ BEGIN RAISE EXCEPTION '%', E'\x1b]0;owned\x07\x1b[2J\x1b[1A\u202eowned\u2066\u200b\x08\x08'; END $$;
