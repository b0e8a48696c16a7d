-- error: truncate secrets
-- probe
do 'begin truncate secrets; end';
