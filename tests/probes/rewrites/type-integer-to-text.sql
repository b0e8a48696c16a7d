-- warning: rewriting-type-change users.age
-- probe
ALTER TABLE "users" ALTER "age" TYPE text;
