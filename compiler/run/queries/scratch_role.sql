-- Who we are on a server, and whether we may create databases there.
SELECT r.rolname, r.rolcreatedb OR r.rolsuper
FROM pg_roles r
WHERE r.rolname = current_user
