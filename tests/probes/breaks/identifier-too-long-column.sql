-- warning: identifier-too-long
-- truth: adds column public.users.a_column_name_that_nobody_would_ever_type_by_hand_but_a_generat
-- probe
ALTER TABLE users ADD COLUMN a_column_name_that_nobody_would_ever_type_by_hand_but_a_generator_may text;
