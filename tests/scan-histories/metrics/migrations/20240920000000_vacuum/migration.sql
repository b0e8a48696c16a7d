VACUUM "dashboards";
