-- error: plain-password
-- truth: changes role app_user: has password false to true
-- probe
alter role app_user password $$battery staple$$;
