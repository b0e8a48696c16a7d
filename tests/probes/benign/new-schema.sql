-- probe
CREATE SCHEMA IF NOT EXISTS billing;
