-- error: plain-password
-- probe
alter role app_user password $$battery staple$$;
