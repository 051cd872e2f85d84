SELECT e.name, e.default_version FROM pg_available_extensions e ORDER BY e.name
