REINDEX TABLE "dashboards";
