-- warning: vacuum-full
-- probe
CLUSTER users USING users_pkey;
