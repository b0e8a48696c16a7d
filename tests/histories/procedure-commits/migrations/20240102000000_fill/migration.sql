CALL fill(20);
