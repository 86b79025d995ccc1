"""The worker: work that is due runs beside the web, once over all machines."""
