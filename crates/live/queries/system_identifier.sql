-- The number that a cluster got when it was made, which its standbys and its restored copies share.
-- identifier: text of a positive number, not null. Refused where somebody has taken the right to call the function away.
-- Since version 14.
SELECT control.system_identifier::pg_catalog.text AS identifier FROM pg_catalog.pg_control_system() AS control
