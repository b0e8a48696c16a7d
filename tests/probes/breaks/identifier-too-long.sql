-- warning: identifier-too-long
-- truth: adds index public.a_name_that_goes_on_for_much_longer_than_sixty_three_bytes_so_i
-- probe
CREATE INDEX "a_name_that_goes_on_for_much_longer_than_sixty_three_bytes_so_it_is_cut" ON visits (id);
