SELECT FROM pg_available_extension_versions v WHERE v.name = $1 AND v.version = $2
