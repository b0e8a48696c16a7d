CLUSTER "dashboards" USING "dashboards_pkey";
