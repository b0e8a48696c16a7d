-- warning: vacuum-full
-- probe
CLUSTER secrets USING secrets_pkey;
