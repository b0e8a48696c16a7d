-- warning: revoke
-- probe
REVOKE SELECT ON orders FROM reporting;
